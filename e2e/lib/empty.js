// A city with nothing in it but its admin, served by the program under test.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binary } from './demo.js';

const READY_LIMIT_MS = 60_000;

export const ADMIN = { login: 'maria@uji.test', password: 'kerbau naik lontar' };

/** Founds and serves it; gives its address, and how to end it. */
export async function startEmpty() {
  const data = mkdtempSync(join(tmpdir(), 'sihebat-kosong-'));
  const secret = join(data, 'sandi');
  writeFileSync(secret, ADMIN.password);
  const city = ['--name', 'Kota Uji', '--code', 'uji', '--zone', 'Asia/Makassar'];
  const admin = ['--admin-name', 'Maria Nggadas', '--admin-login', ADMIN.login, '--admin-password-file', secret];
  execFileSync(binary(), ['init', '--data', data, ...city, ...admin], { stdio: 'ignore' });
  const child = spawn(binary(), ['serve', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('sihebat serve is not ready')), READY_LIMIT_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^ready (http\S+)/.exec(line);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    });
    ended.then((code) => reject(new Error(`sihebat serve ended (${code})`)));
  });
  return { url, stop };
}
