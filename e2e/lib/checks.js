// What holds on every page, whoever made it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations of WCAG 2.2 AA as readable lines. */
export async function axeFaults(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (rules) => {
    const results = await window.axe.run(document, {
      runOnly: { type: 'tag', values: rules },
      resultTypes: ['violations'],
    });
    return results.violations.map((one) => ({
      id: one.id,
      where: one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary}`),
    }));
  }, RULES);
  return violations.map((one) => `${one.id}: ${one.where.join('; ').replace(/\s+/g, ' ')}`);
}

/** Faults that axe does not look for. */
export async function shapeFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    if (!document.documentElement.lang) faults.push('html has no lang');
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) {
      // What lies in a box that scrolls by itself does no harm.
      const held = (one) => {
        for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
          if (getComputedStyle(box).overflowX !== 'visible') return true;
        }
        return false;
      };
      const far = [...document.querySelectorAll('body *')].find(
        (one) => one.getBoundingClientRect().right > innerWidth + 1 && !held(one),
      );
      faults.push(`scrolls sideways by ${wide} px${far ? ` because of ${far.tagName.toLowerCase()}.${far.className}` : ''}`);
    }
    if (document.querySelectorAll('h1').length !== 1) faults.push('not exactly one h1');
    for (const button of document.querySelectorAll('button:not(.link), .button, summary, select, input:not([type=hidden])')) {
      const label = button.closest('label');
      const box = (label && ['checkbox', 'radio', 'file'].includes(button.type) ? label : button).getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && box.height < 43.5) {
        const name = button.textContent.trim() || button.name || button.id;
        faults.push(`${button.tagName.toLowerCase()} ${Math.round(box.height)} px high: ${name.slice(0, 40)}`);
      }
    }
    // A text that nobody wrote, and a value that nobody formatted.
    const text = document.body.innerText;
    for (const odd of ['undefined', 'NaN', 'Some(', 'None)', '{$', '{ $']) {
      if (text.includes(odd)) faults.push(`shows “${odd}”`);
    }
    return faults;
  });
}

const sizes = new Map();

/** Bytes of a page on its first load, compressed: the document and all it asks for. */
export async function pageWeight(page, html) {
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  let all = gzipSync(html, { level: 9 }).length;
  let script = 0;
  for (const name of new Set(names)) {
    if (!name.startsWith('http')) continue;
    const { bytes, isScript } = await sizeOf(page, name);
    all += bytes;
    if (isScript) script += bytes;
  }
  return { all, script };
}

async function sizeOf(page, name) {
  const known = sizes.get(name);
  if (known) return known;
  const answer = await page.request.get(name);
  const body = await answer.body();
  const type = answer.headers()['content-type'] ?? '';
  const isText = /text|javascript|json|svg/.test(type);
  const size = { bytes: isText ? gzipSync(body, { level: 9 }).length : body.length, isScript: type.includes('javascript') };
  sizes.set(name, size);
  return size;
}

/** Collects what the browser complains of: scripts, the page's own policy, files that do not come. */
export function listen(page) {
  let complaints = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('response', (answer) => {
    const isPage = answer.request().isNavigationRequest();
    if (answer.status() >= 400 && !isPage) complaints.push(`${answer.status()}: ${answer.url()}`);
  });
  return () => {
    const taken = complaints;
    complaints = [];
    return taken;
  };
}
