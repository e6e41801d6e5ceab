// Lighthouse on the four pages that people meet first, on a phone: accessibility must be 100.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { findChromium, PHONE } from '../lib/browser.js';
import { openPump, signIn, startDemo } from '../lib/demo.js';

const WANTED = 100;
const CATEGORIES = ['accessibility', 'performance', 'best-practices'];

/** In the order in which one person can look at them; `enter` leaves its cookies behind. */
const PAGES = [
  { name: 'login', path: () => '/masuk' },
  { name: "driver's page", path: (city) => city.driverPage },
  { name: 'pump page', path: () => '/pompa', enter: openPump },
  { name: "mayor's page", path: () => '/', enter: (page, city) => signIn(page, city, 'mayor') },
];

/** Signs in within the browser that Lighthouse uses. */
async function enterIn(chrome, city, enter) {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${chrome.port}`);
  const [window] = browser.contexts();
  // A phone that is a pump has no login.
  await window.clearCookies();
  const page = await window.newPage();
  await enter(page, city);
  await page.close();
  await browser.close();
}

async function look(chrome, city, path) {
  const { width, height } = PHONE;
  const found = await lighthouse(city.url + path, {
    port: chrome.port,
    logLevel: 'error',
    onlyCategories: CATEGORIES,
    formFactor: 'mobile',
    screenEmulation: { mobile: true, width, height, deviceScaleFactor: 3 },
    // The session is a cookie.
    disableStorageReset: true,
  });
  const { audits, categories, finalDisplayedUrl } = found.lhr;
  if (new URL(finalDisplayedUrl).pathname !== path) throw new Error(`${path} leads to ${finalDisplayedUrl}`);
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]));
  const failing = categories.accessibility.auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score === 0)
    .flatMap(({ id }) => [`${id}: ${audits[id].title}`, ...(audits[id].details?.items ?? []).map((item) => `  ${item.node?.snippet}`)]);
  return { scores, failing, paint: audits['largest-contentful-paint'].displayValue };
}

const { city, stop } = await startDemo();
const chrome = await launch({
  chromePath: findChromium(),
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  for (const { name, path, enter } of PAGES) {
    if (enter) await enterIn(chrome, city, enter);
    const { scores, failing, paint } = await look(chrome, city, path(city));
    const words = CATEGORIES.map((category) => `${category} ${scores[category]}`).join(', ');
    console.log(`${name}: ${words}, largest paint ${paint}`);
    for (const line of failing) console.log(`  ${line}`);
    if (scores.accessibility < WANTED) process.exitCode = 1;
  }
} finally {
  await chrome.kill();
  await stop();
}
