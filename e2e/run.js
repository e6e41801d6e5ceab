// Starts the simulated city once and runs all tests, or those named, against it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDemo } from './lib/demo.js';

const here = import.meta.dirname;
const named = process.argv.slice(2);
const all = readdirSync(join(here, 'tests')).filter((name) => name.endsWith('.test.js'));
const files = (named.length > 0 ? named : all).map((name) => join(here, 'tests', name));
const { city, stop } = await startDemo();
try {
  const args = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
  const env = { ...process.env, SIHEBAT_E2E_CITY: JSON.stringify(city) };
  const tests = spawn(process.execPath, args, { stdio: 'inherit', env });
  const [status] = await once(tests, 'close');
  process.exitCode = status ?? 1;
} finally {
  await stop();
}
