// One page in both languages and at both sizes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, PHONE } from './browser.js';
import { axeFaults, listen, pageWeight, shapeFaults } from './checks.js';

/** The bytes a page may have on its first load, compressed; frontend.md, section 12. */
const BUDGETS = {
  driver: { all: 60 * 1024, script: 15 * 1024 },
  pump: { all: 45 * 1024, script: 25 * 1024 },
  staff: { all: 120 * 1024, script: 30 * 1024 },
};
// A folder in which to keep a picture of every page, to be looked at by a person.
const SHOTS = process.env.SIHEBAT_E2E_SHOTS;

const ears = new WeakMap();

/** Visits `url` as it is seen on a phone and a desk, in both languages; `status` is what it answers. */
export async function inspect(page, url, report, { kind = url.pathname, status = 200 } = {}) {
  if (!ears.has(page)) ears.set(page, listen(page));
  const takeComplaints = ears.get(page);
  for (const language of ['id', 'en']) {
    const address = new URL(url);
    address.searchParams.set('lang', language);
    await page.setViewportSize(PHONE);
    takeComplaints();
    const answer = await page.goto(address.href);
    const place = `${kind} ${language}`;
    if (answer.status() !== status) report.add(`answers ${answer.status()} instead of ${status}`, place);
    if (language === 'id') checkWeight(await pageWeight(page, await answer.body()), kind, report);
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      const where = `${place} ${size.width}`;
      for (const fault of await shapeFaults(page)) report.add(fault, where);
      const isSeen = language === 'en' && size === DESK;
      if (!isSeen) for (const fault of await axeFaults(page)) report.add(fault, where);
      await keepPicture(page, where);
    }
    const isExpected = (text) => status >= 400 && text.includes(`status of ${status}`);
    for (const text of takeComplaints()) if (!isExpected(text)) report.add(text, place);
  }
}

function checkWeight({ all, script }, kind, report) {
  const name = kind.startsWith('/v/') ? 'driver' : kind.startsWith('/pompa') ? 'pump' : 'staff';
  const budget = BUDGETS[name];
  if (all > budget.all) report.add(`weighs ${all} bytes, ${budget.all} are allowed`, kind);
  if (script > budget.script) report.add(`has ${script} bytes of script, ${budget.script} are allowed`, kind);
}

async function keepPicture(page, where) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  const name = `${where.replaceAll(/[^\w]+/g, '-').replace(/^-/, '')}.png`;
  await page.screenshot({ path: join(SHOTS, name), fullPage: true });
}
