// A newcomer's way: from an empty city to the first voucher drawn, along "Langkah memulai".
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, openBrowser, openWindow, PHONE } from '../lib/browser.js';
import { ADMIN, startEmpty } from '../lib/empty.js';
import { Hand } from '../lib/hand.js';

const OFFICER = { name: 'Rini Lado', nip: '198504122010012003', password: 'laut biru tenang sekali' };
const DRIVER = { name: 'Yohanes Bulu', nip: '197001011995031001' };
const ATTENDANT = 'Siti Tallo';
const AGENCY = 'Dinas Pekerjaan Umum';
const STATION = 'SPBU Oebobo';
const PLATE = 'DH 1234 A';
// Thirty minutes for a person: ten seconds a field, twenty to find his way on each page.
const SECONDS_PER_FIELD = 10;
const SECONDS_PER_PAGE = 20;
const LIMIT_SECONDS = 30 * 60;
// Nine further vehicles beside the one typed here: each a page and the same fields.
const FURTHER_VEHICLES = 9;

let browser;
let city;
const effort = { pages: 0, fields: 0 };

before(async () => {
  [browser, city] = await Promise.all([openBrowser(), startEmpty()]);
});
after(async () => {
  await Promise.all([browser?.close(), city?.stop()]);
});

async function go(page, path) {
  effort.pages += 1;
  await page.goto(city.url + path);
}

/** Fills a form's fields by id, counting them; `true` means a box or radio to tick. */
async function fill(page, values) {
  for (const [selector, value] of Object.entries(values)) {
    effort.fields += 1;
    const field = page.locator(selector);
    if (value === true) await field.check();
    else if (typeof value === 'object') await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Sends the form and says what the page complains of, if it does. */
async function send(page, form = 'main form') {
  await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest()),
    page.locator(`${form} .button:not(.secondary)`).last().click(),
  ]);
  await page.waitForLoadState();
  const faults = page.locator('.error-summary');
  if ((await faults.count()) > 0) assert.fail(`${page.url()}: ${await faults.first().innerText()}`);
}

async function signIn(page, { login, password }) {
  await go(page, '/masuk');
  await fill(page, { '#f-login': login, '#f-password': password });
  await send(page);
}

async function addPerson(page, { name, nip }, hasAccount) {
  await go(page, '/pengguna/baru');
  await fill(page, { '#f-name': name, ...(nip && { '#f-nip': nip }) });
  if (!hasAccount) await page.uncheck('#f-account');
  await send(page);
  return new URL(page.url()).pathname;
}

async function giveRole(page, person, role, scope) {
  await go(page, `${person}/peran/baru`);
  await fill(page, { '#f-role': { value: role }, '#f-scope': { label: scope } });
  await send(page);
}

/** A secret that a page shows once. */
async function secret(page, path) {
  await go(page, path);
  await send(page);
  return page.locator('main code').first().innerText();
}

/** How many required steps are missing, as the page itself says. */
async function missing(page) {
  await page.goto(`${city.url}/langkah`);
  return page.locator('main table').first().getByText('Belum', { exact: true }).count();
}

test('an empty city draws its first voucher within thirty minutes of one person', async (t) => {
  const desk = await openWindow(browser, { size: DESK });
  await signIn(desk, ADMIN);
  const atFirst = await missing(desk);
  let station;
  let vehicle;
  let officer;
  let attendantPin;
  let pumpLink;

  await t.test('the admin writes down the city, an agency and its people', async () => {
    await go(desk, '/pengaturan');
    await fill(desk, {
      '#f-city_code': '53.71',
      '#f-province_name': 'Nusa Tenggara Timur',
      'input[name=driver_check][value=photo]': true,
    });
    await send(desk);
    await go(desk, '/opd/baru');
    await fill(desk, { '#f-code': '1.03', '#f-name': AGENCY });
    await send(desk);
    officer = await addPerson(desk, OFFICER, true);
    await giveRole(desk, officer, 'fuel_officer', AGENCY);
    await giveRole(desk, officer, 'ppk_skpd', AGENCY);
    await addPerson(desk, DRIVER, false);
  });

  await t.test('the station sells, is under contract and has an attendant', async () => {
    await go(desk, '/produk');
    await send(desk, 'form[action="/produk/standar"]');
    await go(desk, '/spbu/baru');
    await fill(desk, { '#f-number': '54.851.02', '#f-name': STATION, '#f-address': 'Jalan W.J. Lalamentik' });
    await send(desk);
    station = new URL(desk.url()).pathname;
    await go(desk, `${station}/kontrak/baru`);
    const year = new Date().getFullYear();
    await fill(desk, {
      '#f-number': '1/SPBU/2026',
      '#f-from_on': `${year}-01-01`,
      '#f-until_on': `${year}-12-31`,
      'input[name=means][value=on_account]': true,
    });
    await send(desk);
    await go(desk, '/harga/baru');
    await fill(desk, {
      '#f-product': { value: 'pertamax' },
      '#f-price': '13.650',
      '#f-from_on': `${year}-01-01`,
      '#f-source_number': '1/2026',
    });
    await send(desk);
    const attendant = await addPerson(desk, { name: ATTENDANT }, false);
    await giveRole(desk, attendant, 'attendant', STATION);
    attendantPin = await secret(desk, `${attendant}/pin/attendant`);
    await go(desk, station);
    await fill(desk, { '#f-name': 'Pulau 1' });
    await send(desk, 'form[action$="/perangkat"]');
    pumpLink = /http\S+\/pompa\/daftar\/\w+/.exec(await desk.locator('main').innerText())[0];
  });

  await t.test('a vehicle has a driver', async () => {
    await go(desk, '/kendaraan/baru');
    await send(desk, 'form[action="/kendaraan/kelas-baku"]');
    const before = effort.fields;
    await fill(desk, {
      '#f-opd': { label: AGENCY },
      '#f-kelas': { label: 'Mobil penumpang' },
      '#f-nama': 'Toyota Avanza',
      '#f-plat': PLATE,
      '#f-tangki': '45',
      '#f-produk': { value: 'pertamax' },
      'input[name=bahan_bakar][value=petrol]': true,
    });
    effort.fields += (effort.fields - before) * FURTHER_VEHICLES;
    effort.pages += FURTHER_VEHICLES;
    await send(desk);
    vehicle = new URL(desk.url()).pathname;
    await go(desk, `${vehicle}?tab=orang`);
    await fill(desk, { '#f-orang': DRIVER.nip });
    await send(desk, 'form[action$="/orang"]');
  });

  const at = await openWindow(browser, { size: PHONE });
  const office = await openWindow(browser, { size: DESK });
  await t.test('the officer chooses a password and types a ceiling', async () => {
    const link = await secret(desk, `${officer}/tautan`);
    await office.goto(link);
    await fill(office, { '#f-password': OFFICER.password, '#f-again': OFFICER.password });
    await send(office);
    await signIn(office, { login: OFFICER.nip, password: OFFICER.password });
    await go(office, '/pagu/baru');
    await fill(office, { '#f-kode_kegiatan': '1.03.01.2.09.0002', '#f-kegiatan': 'Pemeliharaan kendaraan dinas' });
    await send(office);
    await fill(office, {
      'input[name=cara][value=setahun]': true,
      '#f-setahun': '60.000.000',
      '#f-jenis': { value: 'dpa' },
      '#f-nomor': 'DPA 1/2026',
      '#f-tanggal': `${new Date().getFullYear()}-01-05`,
    });
    await send(office);
    await at.goto(pumpLink);
    await at.click('form .button');
    await at.waitForURL('**/pompa/shift');
    assert.equal(await missing(desk), 0, 'no required step is left');
    assert.ok(atFirst >= 10, `${atFirst} steps were missing at first`);
  });

  let code;
  await t.test('the officer issues the voucher', async () => {
    await go(office, `/voucher/baru?kendaraan=${vehicle.split('/').pop()}`);
    await fill(office, { '#f-litres': '10' });
    await send(office);
    await office.waitForURL(/\/voucher\/[0-9a-f-]{36}$/);
    code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(await office.locator('main').innerText())[0];
  });

  await t.test('the attendant draws it', async () => {
    await at.goto(`${city.url}/pompa/shift`);
    await at.getByLabel(ATTENDANT).check();
    await fill(at, { '#f-pin': attendantPin });
    await send(at);
    await go(at, '/pompa');
    await fill(at, { '#f-kode': code });
    await send(at, 'form[action="/pompa/pindai"]');
    // The only driver needs no choosing; his name stands there to be compared.
    assert.ok((await at.locator('main').innerText()).includes(DRIVER.name));
    await fill(at, { '#f-meter': '48210' });
    await at.locator('form[action^="/pompa/voucher/"] .button:not(.secondary):visible').click();
    await at.waitForURL(/\/pompa\/isi\//);
    effort.fields += 1;
    await new Hand(at).keypad('136500');
    await at.locator('form[action^="/pompa/isi/"]:not([action$="/batal"]) > .actions .button').click();
    await at.waitForURL(/\/pompa\/struk\//);
    assert.match(await at.locator('.pump-answer.good').innerText(), /136\.500/);
  });

  await t.test('its history is told in words', async () => {
    await office.getByRole('link', { name: 'Jejak audit' }).click();
    const told = (await office.locator('main').innerText()).replaceAll('\u00a0', ' ');
    for (const words of ['Voucher diterbitkan', 'Pengisian dicatat', 'Pertamax', STATION, PLATE, '10 l', 'Rp 136.500']) {
      assert.ok(told.includes(words), `the history says “${words}”:\n${told}`);
    }
    assert.doesNotMatch(told, /_ml|_id\b|fuel\./);
  });

  const seconds = effort.pages * SECONDS_PER_PAGE + effort.fields * SECONDS_PER_FIELD;
  console.log(`first voucher: ${effort.pages} pages, ${effort.fields} fields, about ${Math.round(seconds / 60)} min`);
  assert.ok(seconds <= LIMIT_SECONDS, `${seconds} s by hand`);
});
