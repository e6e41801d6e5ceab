// The attendant's journey on the samples, in a real browser, under the real policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { launch, makeFilm, openPage, openStage, pageOf, redirect } from "./stage.mjs";

const vectors = JSON.parse(
  readFileSync(new URL("../../../crates/voucher-token/vectors/tokens.json", import.meta.url), "utf8"),
);
const voucher = vectors.cases.find((each) => each.name === "one station, offline allowed");
const isValidAtMs = (voucher.now_s + 3600) * 1000;
const isOverAtMs = (voucher.now_s + 30 * 86_400 - 60) * 1000;
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const shots = process.env.SHOTS;

let stage, browser, bored, page;
before(async () => {
  stage = await openStage();
  browser = await launch(await makeFilm([[null, 10], ["https://example.com/other", 25], [voucher.text, 60]]));
  bored = await launch(await makeFilm([[null, 10]]));
});
after(async () => {
  await browser?.close();
  await bored?.close();
  stage?.close();
});
afterEach(async () => {
  stage.posts.length = 0;
  stage.answer = (_post, response) => redirect(response, "/4-receipt.html");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

async function open(name, options) {
  page = await openPage(browser, options);
  await page.goto(`${stage.address}/${name}`);
  return page;
}

async function shoot(name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

test("the camera passes over another QR, reads the voucher and sends its exact text", async () => {
  page = await openPage(browser, { permissions: ["camera"] });
  await page.clock.setFixedTime(isValidAtMs);
  await page.goto(`${stage.address}/1-scan.html`);
  await page.getByText("Itu bukan QR voucher").waitFor();
  await shoot("scan-other-360");
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts.length, 1);
  assert.equal(stage.posts[0].form.kode, voucher.text);
  assert.match(stage.posts[0].form._kunci, /^01920000-/);
});

test("an expired voucher is named at once, and may still be put to the server", async () => {
  page = await openPage(browser, { permissions: ["camera"] });
  await page.clock.setFixedTime(isOverAtMs);
  await page.goto(`${stage.address}/1-scan.html`);
  await page.getByText("Masa berlaku voucher ini sudah habis").waitFor();
  await shoot("scan-expired-360");
  assert.equal(stage.posts.length, 0);
  assert.equal(await page.locator("video").isVisible(), false);
  await page.getByRole("button", { name: "Tetap periksa ke server" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[0].form.kode, voucher.text);
});

test("the camera waits for a tap where it is not yet allowed, and stops when closed", async () => {
  page = await openPage(bored);
  await page.addInitScript(() => (navigator.permissions.query = async () => ({ state: "prompt" })));
  await page.goto(`${stage.address}/1-scan.html`);
  await page.getByRole("button", { name: "Buka kamera" }).click();
  await page.waitForFunction(() => document.querySelector("video")?.srcObject?.active === true);
  assert.equal(await page.getByRole("button", { name: "Buka kamera" }).isVisible(), false);
  assert.equal(await page.getByRole("button", { name: "Lampu" }).isVisible(), false);
  const stream = await page.evaluateHandle(() => document.querySelector("video").srcObject);
  await page.getByRole("button", { name: "Tutup kamera" }).click();
  assert.equal(await stream.evaluate((media) => media.active), false);
});

test("the camera stops while the page is hidden and comes back with it", async () => {
  page = await openPage(bored, { permissions: ["camera"] });
  await page.goto(`${stage.address}/1-scan.html`);
  const isLive = () => document.querySelector("video")?.srcObject?.active === true;
  const hide = (hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  await page.waitForFunction(isLive);
  await page.evaluate(hide, true);
  await page.waitForFunction(() => document.querySelector("video").srcObject === null);
  await page.evaluate(hide, false);
  await page.waitForFunction(isLive);
});

test("the lamp is offered where the camera has one", async () => {
  page = await openPage(bored, { permissions: ["camera"] });
  await page.addInitScript(() => {
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
    MediaStreamTrack.prototype.applyConstraints = async function (wanted) {
      globalThis.wanted = wanted;
    };
  });
  await page.goto(`${stage.address}/1-scan.html`);
  const lamp = page.getByRole("button", { name: "Lampu" });
  await lamp.click();
  await page.locator("button[aria-pressed=true]", { hasText: "Lampu" }).waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.wanted), { advanced: [{ torch: true }] });
});

test("a phone without Ed25519 in WebCrypto checks the signature all the same", async () => {
  page = await openPage(browser, { permissions: ["camera"] });
  await page.addInitScript(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException("no", "NotSupportedError"));
  });
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.clock.setFixedTime(isOverAtMs);
  await page.goto(`${stage.address}/1-scan.html`);
  await page.getByText("Masa berlaku voucher ini sudah habis").waitFor();
  assert.ok(loaded.some((name) => name.includes("/ed25519-")), loaded.join(" "));
});

test("a photo of the QR is read where the camera fails", async () => {
  page = await openPage(browser);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await page.clock.setFixedTime(isValidAtMs);
  await page.goto(`${stage.address}/1-scan.html`);
  const open = page.getByRole("button", { name: "Buka kamera" });
  if (await open.isVisible()) await open.click();
  await page.getByText("Kamera belum diizinkan").waitFor();
  await shoot("scan-denied-360");
  const still = await page.evaluate(drawStill, await qrGrid(voucher.text));
  await page.locator(".scanner-file").setInputFiles({ name: "qr.png", mimeType: "image/png", buffer: Buffer.from(still, "base64") });
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[0].form.kode, voucher.text);
});

test("a mistyped short code is named, a good one is not, and neither is held back", async () => {
  await open("1-scan.html");
  const codes = JSON.parse(readFileSync(new URL("../../../crates/voucher-token/vectors/short-codes.json", import.meta.url), "utf8"));
  const field = page.getByLabel("Kode voucher");
  await field.fill("0000000001");
  await field.blur();
  await page.getByText("Kode ini salah ketik").waitFor();
  await field.fill(codes.cases[0].typed);
  await field.blur();
  await assert.rejects(page.getByText("Kode ini salah ketik").waitFor({ timeout: 300 }));
  await page.getByRole("button", { name: "Periksa voucher" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[0].form.kode, codes.cases[0].typed);
  assert.match(stage.posts[0].type, /^application\/x-www-form-urlencoded/);
});

test("a photo is made small, dated and placed before it is sent", async () => {
  await open("2-check.html", { permissions: ["geolocation"], geolocation: { latitude: -10.1772, longitude: 123.607, accuracy: 12 } });
  const large = await page.evaluate(drawNoise);
  await page.getByLabel("Foto odometer").setInputFiles({ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer: Buffer.from(large, "base64") });
  await page.getByText(/Foto siap, \d+ kB/).waitFor();
  await page.getByText("Foto ulang").waitFor();
  await page.locator("input[name=foto_odometer_latitude]").waitFor({ state: "attached" });
  await page.getByLabel("Odometer (km)").fill("48210");
  await page.getByLabel("PIN pengemudi").fill("1234");
  await shoot("check-360");
  await page.getByRole("button", { name: "Mulai isi BBM" }).click();
  await page.waitForURL("**/4-receipt.html");
  const { form } = stage.posts[0];
  const size = await page.evaluate(sizeOf, Buffer.from(await form.foto_odometer.arrayBuffer()).toString("base64"));
  assert.deepEqual(size, { width: 1280, height: 960 });
  assert.equal(form.foto_odometer.type, "image/jpeg");
  assert.match(form.foto_odometer_taken_at, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.equal(form.foto_odometer_latitude, "-10.177200");
  assert.equal(form.foto_odometer_accuracy_m, "12");
});

test("a missing or broken photo never blocks", async () => {
  await open("2-check.html");
  await page.getByLabel("Foto odometer").setInputFiles({ name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
  await page.getByText("Foto siap.").waitFor();
  await page.getByRole("button", { name: "Mulai isi BBM" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(await stage.posts[0].form.foto_odometer.text(), "no picture");
});

test("the keypad takes taps and keys, computes the other amount and sends one of them", async () => {
  await open("3-fill.html");
  const field = page.getByLabel("Rupiah di pompa");
  for (const key of ["2", "7", "3", "0", "0", "0"]) await page.getByRole("button", { name: key, exact: true }).click();
  assert.equal(await field.inputValue(), "273.000");
  await page.getByText("= 20 liter").waitFor();
  await shoot("fill-360");
  await page.getByRole("button", { name: "Liter", exact: true }).click();
  const litres = page.getByLabel("Liter di pompa", { exact: true });
  await litres.focus();
  await page.keyboard.type("12.34567");
  await page.keyboard.press("Backspace");
  assert.equal(await litres.inputValue(), "12,34");
  await page.getByText("= Rp 168.441").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[0].form.litres, "12,34");
  assert.equal(stage.posts[0].form.rupiah, "");
});

test("more than tank and voucher is asked back in words before it is sent", async () => {
  await open("3-fill.html");
  await page.getByRole("button", { name: "Liter", exact: true }).click();
  await page.keyboard.press("Tab");
  await page.locator(".keypad-entry").focus();
  await page.keyboard.type("350");
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.getByText("350 liter? Tangki 45 liter.").waitFor();
  await page.getByText("350 liter, Rp 4.777.500? Voucher ini paling banyak 20 liter atau Rp 273.000.").waitFor();
  await shoot("fill-question-360");
  assert.equal(stage.posts.length, 0);
  await page.getByRole("button", { name: "Ubah angka" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.type("21");
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.getByRole("button", { name: "Ya, memang begitu" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts.length, 1);
  assert.equal(stage.posts[0].form.litres, "21");
  assert.equal(stage.posts[0].form.yakin, "over_voucher");
});

test("a second press while sending sends nothing more", async () => {
  await open("3-fill.html");
  let release;
  stage.answer = (_post, response) => (release = () => redirect(response, "/4-receipt.html"));
  await page.getByRole("button", { name: "5", exact: true }).click();
  const button = page.locator("button.button", { hasText: "Simpan pengisian" });
  await button.evaluate((element) => (element.click(), element.click(), element.click()));
  await page.getByText("Mengirim…").waitFor();
  await shoot("fill-sending-360");
  await button.or(page.getByText("Mengirim…")).dispatchEvent("click");
  release();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts.length, 1);
});

test("without an answer the form stays, and the repeat carries the same key and content", async () => {
  await open("3-fill.html");
  await page.getByRole("button", { name: "5", exact: true }).click();
  stage.answer = (_post, response) => response.destroy();
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.getByText("Belum ada jawaban dari server").waitFor();
  await shoot("fill-failed-360");
  assert.equal(await page.getByLabel("Rupiah di pompa").inputValue(), "5");
  stage.answer = (_post, response) => response.writeHead(503).end();
  await page.getByRole("button", { name: "Kirim ulang" }).click();
  await page.getByText("Server sedang sibuk").waitFor();
  stage.answer = (_post, response) => redirect(response, "/4-receipt.html");
  await page.getByRole("button", { name: "Kirim ulang" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.ok(stage.posts.length >= 3);
  for (const post of stage.posts) assert.deepEqual(post, stage.posts[0]);
});

test("a refused form comes back with its errors focused and its parts working", async () => {
  await open("3-fill.html");
  const errors = '<div class="error-summary" tabindex="-1"><h2>Ada yang perlu diperbaiki</h2><p>Isi rupiah atau liter.</p></div><form';
  stage.answer = (_post, response) => {
    response.writeHead(422, { "Content-Type": "text/html; charset=utf-8" });
    response.end(pageOf("3-fill.html").replace("<form", errors).replace("<title>", "<title>Salah: ").replace("00003", "00004"));
  };
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.locator(".error-summary").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), "error-summary");
  assert.match(await page.title(), /^Salah: /);
  stage.answer = (_post, response) => redirect(response, "/4-receipt.html");
  await page.getByRole("button", { name: "7", exact: true }).click();
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[1].form.rupiah, "7");
  assert.notEqual(stage.posts[1].form._kunci, stage.posts[0].form._kunci);
});

test("without scripts every step is a plain form", async () => {
  await open("3-fill.html", { javaScriptEnabled: false });
  await page.getByLabel("Liter di pompa").fill("12,5");
  await page.getByRole("button", { name: "Simpan pengisian" }).click();
  await page.waitForURL("**/4-receipt.html");
  assert.equal(stage.posts[0].form.litres, "12,5");
});

test("the receipt's number can be copied", async () => {
  await open("4-receipt.html", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Salin nomor" }).click();
  await page.getByText("Nomor tersalin.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "KPG-2026-000123");
});

test("leaving a half-filled form is asked about, leaving an untouched one is not", async () => {
  await open("2-check.html");
  let asked = 0;
  page.on("dialog", (dialog) => ((asked += 1), dialog.accept()));
  await page.goto(`${stage.address}/3-fill.html`);
  assert.equal(asked, 0);
  await page.goto(`${stage.address}/2-check.html`);
  await page.getByLabel("Odometer (km)").pressSequentially("4");
  await page.goto(`${stage.address}/3-fill.html`);
  assert.equal(asked, 1);
});

for (const name of ["1-scan", "2-check", "3-fill", "4-receipt"]) {
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    test(`${name} at ${width} has no axe finding, no sideways scroll and large targets`, async () => {
      page = await openPage(browser, { viewport: { width, height }, bypassCSP: true });
      await page.addInitScript(() => (navigator.mediaDevices.getUserMedia = () => new Promise(() => {})));
      await page.goto(`${stage.address}/${name}.html`);
      await page.waitForLoadState("networkidle");
      await shoot(`${name}-${width}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html}`), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
      const small = await page.evaluate(() =>
        Array.from(document.querySelectorAll("main button, main input:not([type=hidden], .scanner-file, .photo-input), main label.button"))
          .filter((element) => element.offsetHeight > 0 && element.offsetHeight < 44)
          .map((element) => `${element.outerHTML.slice(0, 80)} ${element.offsetHeight}`));
      assert.deepEqual(small, []);
    });
  }
}

async function qrGrid(text) {
  const { default: encodeQR } = await import("qr");
  return encodeQR(text, "raw", { ecc: "medium", border: 4 });
}

function drawStill(grid) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2000;
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, 2000, 2000);
  const size = 1400 / grid.length;
  context.fillStyle = "black";
  grid.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(300 + x * size, 300 + y * size, size + 1, size + 1)));
  return canvas.toDataURL("image/png").split(",")[1];
}

function drawNoise() {
  const canvas = document.createElement("canvas");
  canvas.width = 2560;
  canvas.height = 1920;
  const context = canvas.getContext("2d");
  for (let y = 0; y < 1920; y += 40) {
    for (let x = 0; x < 2560; x += 40) {
      context.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 60% ${30 + ((x + y) % 50)}%)`;
      context.fillRect(x, y, 40, 40);
    }
  }
  return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
}

async function sizeOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { width, height } = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  return { width, height };
}
