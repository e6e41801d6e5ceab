// Every page a person can reach by links: sound, light, usable, in both languages and at both sizes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openWindow, PHONE } from '../lib/browser.js';
import { city as givenCity, signIn } from '../lib/demo.js';
import { inspect } from '../lib/inspect.js';
import { Report } from '../lib/report.js';
import { kindOf, linksIn } from '../lib/routes.js';

const TABS = 2;
const city = givenCity();
const base = new URL(city.url);
// Kinds of pages that were looked at in the browser, by any role.
const seen = new Set();
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** Follows links without a browser: one address for each kind of page this person reaches. */
async function walk(request, report, role) {
  const found = new Map();
  const known = new Set();
  const waiting = ['/', '/akun'].map((path) => ({ url: new URL(path, base), from: 'the browser' }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { url, from } = next;
    const kind = kindOf(url);
    if (known.has(kind)) continue;
    known.add(kind);
    const answer = await request.get(url.href, { headers: { accept: 'text/html' } });
    if (answer.status() >= 400) {
      report.add(`a link to ${kind} answers ${answer.status()}`, `${from} as ${role}`);
      continue;
    }
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
    const landed = new URL(answer.url());
    // A link that leads elsewhere shows a page that has an address of its own.
    if (kindOf(landed) === kind) found.set(kind, url);
    for (const link of linksIn(await answer.text(), landed)) waiting.push({ url: link, from: kind });
  }
  return found;
}

/** Looks at pages in several tabs of one window. */
async function inspectAll(context, pages, report) {
  const waiting = [...pages];
  const work = async () => {
    const page = await context.newPage();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [kind, url] = next;
      await inspect(page, url, report, { kind }).catch((error) => report.add(error.message.split('\n')[0], kind));
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: TABS }, work));
}

for (const { role } of city.logins) {
  test(`pages of ${role} are sound`, async () => {
    const report = new Report();
    const page = await openWindow(browser, { size: PHONE });
    await signIn(page, city, role);
    const context = page.context();
    const found = await walk(context.request, report, role);
    assert.ok(found.size >= 3, `${role} reaches ${found.size} pages only`);
    // What begins a person's day differs from role to role; other kinds are looked at once.
    const fresh = [...found].filter(([kind]) => kind === '/' || !seen.has(kind));
    for (const [kind] of fresh) seen.add(kind);
    await inspectAll(context, fresh, report);
    await context.close();
    console.log(`${role}: ${found.size} kinds of pages, ${fresh.length} looked at`);
    assert.ok(report.isClean, report.toString());
  });
}

test('public pages are sound', async () => {
  const report = new Report();
  const page = await openWindow(browser, { size: PHONE });
  const look = (path, wanted) => inspect(page, new URL(path, base), report, wanted);
  await look('/masuk');
  await look(city.driverPage, { kind: '/v/{}' });
  await look('/pompa', { status: 403 });
  await look('/pompa/shift', { status: 422 });
  await look('/tidak-ada', { status: 404 });
  await look('/v/tidak-ada', { status: 404 });
  await page.context().close();
  assert.ok(report.isClean, report.toString());
});

test('a form with mistakes says so at the top and beside the field', async () => {
  const page = await openWindow(browser, { size: PHONE });
  await page.goto(`${city.url}/masuk`);
  await page.click('main form .button');
  const summary = page.locator('.error-summary');
  await summary.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'error-summary');
  assert.match(await page.title(), /^Salah:/);
  for (const link of await summary.locator('a').all()) {
    const field = page.locator(await link.getAttribute('href'));
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
  }
  await page.context().close();
});
