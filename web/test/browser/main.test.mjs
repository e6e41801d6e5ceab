// What every page gets from `main`, and the driver's page.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { launch, openPage, openStage, tagsOf } from "./stage.mjs";

let stage, browser, page;
before(async () => {
  stage = await openStage();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  stage?.close();
});
afterEach(async () => {
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

async function show(body, entries = ["main"], prepare = () => {}) {
  page = await openPage(browser);
  await page.addInitScript(prepare);
  stage.pages["/here.html"] = `<!doctype html><html lang="id"><head><title>Uji</title>${entries.map(tagsOf).join("")}</head><body>${body}</body></html>`;
  await page.goto(`${stage.address}/here.html`);
  await page.waitForLoadState("networkidle");
}

test("htmx is loaded only where it is used, and works under the policy", async () => {
  stage.pages["/part.html"] = "<p>Bagian baru</p>";
  await show('<div id="place"></div><button hx-get="/part.html" hx-target="#place">Muat</button>');
  await page.getByRole("button", { name: "Muat" }).click();
  await page.getByText("Bagian baru").waitFor();
  await show("<p>Tanpa htmx</p>");
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.ok(!loaded.some((name) => name.includes("htmx")), loaded.join(" "));
});

test("the error summary has the focus when the page opens", async () => {
  await show('<div class="error-summary"><h2>Ada yang perlu diperbaiki</h2></div>');
  assert.equal(await page.evaluate(() => document.activeElement?.className), "error-summary");
});

test("sharing uses the phone's own sheet with the full address", async () => {
  const link = '<a href="https://wa.me/?text=x" data-share data-share-title="T" data-share-text="Voucher" data-share-url="/v/7K3">Bagikan</a>';
  await show(link, ["main"], () => {
    navigator.share = async (what) => (globalThis.shared = what);
  });
  await page.getByText("Bagikan").click();
  const shared = await page.evaluate(() => globalThis.shared);
  assert.deepEqual(shared, { title: "T", text: "Voucher", url: `${stage.address}/v/7K3` });
  assert.equal(page.url(), `${stage.address}/here.html`);
});

test("sharing falls back to the link where there is no sheet, and where it fails", async () => {
  for (const prepare of [
    () => Object.defineProperty(Navigator.prototype, "share", { value: undefined, configurable: true }),
    () => (navigator.share = () => Promise.reject(new DOMException("no", "NotAllowedError"))),
  ]) {
    await show('<a href="/wa.html" data-share data-share-url="/v/7K3">Bagikan</a>', ["main"], prepare);
    stage.pages["/wa.html"] = "<p>Tautan biasa</p>";
    await page.getByText("Bagikan").click();
    await page.getByText("Tautan biasa").waitFor();
  }
});

test("the driver's page asks again for a lit screen whenever it is shown", async () => {
  await show("<p>QR</p>", ["main", "driver"], () => {
    globalThis.asked = 0;
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => (globalThis.asked += 1) } });
  });
  assert.equal(await page.evaluate(() => globalThis.asked), 1);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  assert.equal(await page.evaluate(() => globalThis.asked), 2);
});
