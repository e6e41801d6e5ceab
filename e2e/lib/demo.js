// The simulated city, served by the program under test.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const READY_LIMIT_MS = 300_000;
// The last that each of its two streams says before it serves.
const LAST_LINES = [/^ready /, /buka giliran .+ dengan PIN/];

/** The program under test. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache/sihebat/target');
  return process.env.SIHEBAT_BINARY ?? join(target, 'debug', 'sihebat');
}

/** Starts the demo in a new folder; gives back what it printed, and how to end it. */
export async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'sihebat-e2e-'));
  const args = ['demo', '--data', data, '--listen', '127.0.0.1:0', '--months', '1', '--seed', '1'];
  const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return { city: await readCity(child, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readCity(child, ended) {
  const said = [];
  let ready;
  const isReady = new Promise((resolve) => (ready = resolve));
  // The address is for programs and comes on standard output, the logins are for people.
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (LAST_LINES.every((pattern) => said.some((one) => pattern.test(one)))) ready();
    });
  }
  const failed = ended.then((code) => {
    throw new Error(`sihebat demo ended (${code}):\n${said.slice(-20).join('\n')}`);
  });
  failed.catch(() => {});
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('sihebat demo is not ready after 5 minutes')), READY_LIMIT_MS);
  });
  await Promise.race([isReady, failed, late]);
  clearTimeout(timer);
  return read(said.join('\n'));
}

function read(text) {
  const one = (pattern) => {
    const found = pattern.exec(text);
    if (!found) throw new Error(`sihebat demo did not print ${pattern}:\n${text}`);
    return found[1];
  };
  const logins = [...text.matchAll(/^ {2}(\w+) +(\S+@\S+)$/gm)].map(([, role, login]) => ({ role, login }));
  return {
    url: one(/^ready (http\S+)/m),
    password: one(/kata sandi ([^:\s]+):/),
    logins,
    driverPage: one(/(\/v\/[^\s)]+)/),
    driver: one(/Voucher pengemudi (.+?):/),
    driverPin: one(/kode \w+, PIN (\d+)/),
    voucherCode: one(/kode (\w+), PIN/),
    pumpLink: one(/(\/pompa\/daftar\/\S+)/),
    attendant: one(/buka giliran (.+) dengan PIN/),
    attendantPin: one(/dengan PIN (\d+)/),
  };
}

/** The city that `run.js` started for the tests. */
export function city() {
  const text = process.env.SIHEBAT_E2E_CITY;
  if (!text) throw new Error('start the tests with `npm test`');
  return JSON.parse(text);
}

/** Signs a person of the demo in. */
export async function signIn(page, city, role) {
  const account = city.logins.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has no login for ${role}`);
  await page.goto(`${city.url}/masuk`);
  await page.fill('#f-login', account.login);
  await page.fill('#f-password', city.password);
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith('/masuk')),
    page.click('main form .button'),
  ]);
}

/** Makes the phone in `page` a pump with an open shift. */
export async function openPump(page, city, link = city.pumpLink) {
  await page.goto(city.url + link);
  await page.click('form .button');
  await page.waitForURL('**/pompa/shift');
  await page.getByLabel(city.attendant).check();
  await page.fill('#f-pin', city.attendantPin);
  await page.click('form .button');
  await page.locator('a.button[href="/pompa"]').waitFor();
}
