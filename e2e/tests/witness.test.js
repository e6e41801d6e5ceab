// A checkpoint leaves the house by mail, is kept, and convicts a database that was turned back.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { SMTPServer } from 'smtp-server';

const PASSWORD = 'kerbau naik lontar';
const WITNESSES = ['arsip@inspektorat.uji.test', 'penghubung@bpk.uji.test'];
const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache/sihebat/target');
const binary = process.env.SIHEBAT_BINARY ?? join(target, 'debug', 'sihebat');

const house = mkdtempSync(join(tmpdir(), 'sihebat-witness-'));
const inHouse = (name) => join(house, name);
const data = inHouse('data');

function sihebat(...args) {
  return spawnSync(binary, ['--lang', 'en', ...args, '--data', data], { encoding: 'utf8' });
}

function succeed(...args) {
  const done = sihebat(...args);
  assert.equal(done.status, 0, `${args.join(' ')}: ${done.stdout}${done.stderr}`);
  return done.stdout + done.stderr;
}

async function serve() {
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [line] = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', (...said) => resolve(said)));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url: line.replace('ready ', ''), stop };
}

/** A mail server that asks for TLS and a password, as a city's does. */
async function openPostOffice() {
  const [key, cert] = [inHouse('mail.key'), inHouse('mail.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE',
    '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const mails = [];
  const server = new SMTPServer({
    key: readFileSync(key),
    cert: readFileSync(cert),
    onAuth: ({ username, password }, session, done) =>
      session.secure && username === 'sihebat' && password === 'rahasia surel'
        ? done(null, { user: username })
        : done(new Error('refused')),
    async onData(stream, session, done) {
      const parts = [];
      for await (const part of stream) parts.push(part);
      const to = session.envelope.rcptTo.map((one) => one.address);
      mails.push({ to, secure: session.secure, raw: Buffer.concat(parts).toString('utf8') });
      done();
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { mails, cert, port: server.server.address().port, close: (done) => server.close(done) };
}

/** A browser as far as forms need one. */
class Visitor {
  #cookies = new Map();
  #token = '';
  #count = 0;

  constructor(url) {
    this.url = url;
  }

  async get(path) {
    return this.#read(await fetch(this.url + path, { headers: this.#headers(), redirect: 'manual' }));
  }

  async post(path, fields) {
    const form = { _csrf: this.#token, _kunci: `saksi-uji-${(this.#count += 1)}`, ...fields };
    const headers = { ...this.#headers(), origin: this.url };
    return this.#read(await fetch(this.url + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' }));
  }

  #headers() {
    return { accept: 'text/html', cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  async #read(answer) {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.#cookies.set(name, value);
    }
    const text = await answer.text();
    this.#token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.#token;
    return { status: answer.status, text };
  }
}

async function until(what, happened) {
  for (let tries = 0; tries < 120; tries += 1) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail(`${what} did not happen within a minute`);
}

test.after(() => rmSync(house, { recursive: true, force: true }));

test('the day’s checkpoint reaches two witnesses, and a mail convicts a database turned back', async () => {
  writeFileSync(inHouse('password'), `${PASSWORD}\n`);
  writeFileSync(inHouse('mail-password'), 'rahasia surel\n');
  succeed('init', '--name', 'Kota Uji', '--code', 'uji', '--zone', 'Asia/Makassar', '--admin-name', 'Maria',
    '--admin-login', 'maria@uji.test', '--admin-password-file', inHouse('password'));
  await (await serve()).stop();
  const [, entries] = /(\d+) entries/.exec(succeed('verify'));
  cpSync(data, inHouse('earlier'), { recursive: true });
  succeed('admin', 'token', 'add', '--name', 'Uji', '--purpose', 'uji', '--role', 'city_admin');

  const office = await openPostOffice();
  const mail = `[mail]\nserver = "localhost"\nport = ${office.port}\nsender = "sihebat@uji.test"\nuser = "sihebat"\n` +
    `password_file = "${inHouse('mail-password')}"\nauthority_file = "${office.cert}"\n`;
  writeFileSync(join(data, 'config.toml'), `witness = "${inHouse('outside')}"\n${mail}`);
  const server = await serve();
  // What happened since the earlier copy is signed before a letter is written: only then can it convict.
  const heads = async () => (await (await fetch(`${server.url}/checkpoints`)).text()).match(/^\d+$/gm) ?? [];
  await until('a later checkpoint', async () => (await heads()).some((size) => Number(size) > Number(entries)));
  const maria = new Visitor(server.url);
  await maria.get('/masuk');
  assert.equal((await maria.post('/masuk', { login: 'maria@uji.test', password: PASSWORD })).status, 303);
  for (const email of WITNESSES) {
    await maria.get('/saksi');
    const added = await maria.post('/saksi', { office: 'Kantor', email });
    assert.equal(added.status, 303, added.text);
  }
  await until('two mails', () => office.mails.length === 2);
  await until('the sent letters', async () => (await maria.get('/saksi')).text.split('Terakhir terkirim').length === 3);
  const proof = await new Visitor(server.url).get('/bukti');
  const notes = await (await fetch(`${server.url}/checkpoints`)).text();
  assert.match(notes, /sihebat\.id\//);
  await server.stop();
  await new Promise((resolve) => office.close(resolve));

  assert.deepEqual(office.mails.flatMap((one) => one.to).sort(), [...WITNESSES].sort());
  assert.ok(office.mails.every((one) => one.secure), 'nothing was said openly');
  const [code] = /[0-9A-F]{4}(-[0-9A-F]{4}){3}/.exec(office.mails[0].raw);
  assert.ok(proof.text.includes(code), 'the public page shows the code of the mail');

  const trust = /Verifier key: (\S+)/.exec(succeed('admin', 'key', 'list'))[1];
  const saved = inHouse('surat.eml');
  writeFileSync(saved, office.mails[0].raw);
  const copies = readdirSync(inHouse('outside')).map((name) => join(inHouse('outside'), name));
  assert.equal(copies.length, 1, 'a file a day lies outside the database');
  for (const kept of [saved, copies[0]]) {
    assert.match(succeed('verify', '--trust', trust, '--checkpoint', kept), /INTACT/);
  }

  rmSync(data, { recursive: true });
  cpSync(inHouse('earlier'), data, { recursive: true });
  assert.ok(existsSync(join(data, 'sihebat.db')));
  assert.match(succeed('verify', '--trust', trust), /INTACT/, 'by itself the earlier state looks whole');
  const convicted = sihebat('verify', '--trust', trust, '--checkpoint', saved);
  assert.equal(convicted.status, 1, convicted.stdout + convicted.stderr);
  assert.match(convicted.stdout, /The journal was cut/);
});
