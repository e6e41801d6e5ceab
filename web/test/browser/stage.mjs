// What the browser tests stand on: the samples served as the server would, a film for the fake camera,
// and Chromium.
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import encodeQR from "qr";
import { filesOf, read } from "../../tools/manifest.mjs";

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const TYPES = { json: "application/json", js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8" };

const KEY_SET = new URL("../../samples/key-set.json", import.meta.url);

/** Serves `samples/` and `dist/`; posts are recorded and answered by `answer`. */
export async function openStage() {
  const posts = [];
  const stage = { posts, pages: {}, answer: (_post, response) => redirect(response, "/4-receipt.html") };
  const server = createServer((request, response) => {
    response.setHeader("Content-Security-Policy", POLICY);
    const path = new URL(request.url, "http://stage").pathname;
    if (request.method === "POST") return record(request, path, posts, (post) => stage.answer(post, response));
    return send(response, path, stage.pages[path]);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  stage.address = `http://127.0.0.1:${server.address().port}`;
  stage.close = () => (server.closeAllConnections(), server.close());
  return stage;
}

export function redirect(response, place) {
  response.writeHead(303, { Location: place }).end();
}

/** A sample as the server would send it. */
export function pageOf(name) {
  const html = readFileSync(new URL(`../../samples/${name}`, import.meta.url), "utf8");
  return html.replace(/<!-- assets: (.*) -->/, (_, entries) => entries.split(" ").map(tagsOf).join("\n"));
}

/** The tags of an entry, as the server's layout writes them. */
export function tagsOf(entry) {
  const { scripts, styles } = filesOf(`src/${entry}.ts`);
  const links = styles.map((file) => `<link rel="stylesheet" href="/${file}">`);
  return [...links, `<script type="module" src="/${scripts[0]}"></script>`].join("\n");
}

function send(response, path, page) {
  if (path === "/kunci-voucher") return response.setHeader("Content-Type", TYPES.json).end(readFileSync(KEY_SET));
  const extension = path.split(".").pop();
  response.setHeader("Content-Type", TYPES[extension] ?? "text/plain");
  try {
    response.end(extension === "html" ? (page ?? pageOf(path.slice(1))) : read(path.slice(1)));
  } catch {
    response.writeHead(404).end();
  }
}

async function record(request, path, posts, done) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const type = request.headers["content-type"] ?? "";
  const body = Buffer.concat(parts);
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const post = { path, type, form: Object.fromEntries(form) };
  posts.push(post);
  done(post);
}

/** A film for the fake camera: each text's QR, slightly turned, for so many frames; null is a grey wall. */
export async function makeFilm(scenes) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: QUIET });
  const page = await browser.newPage();
  const frames = [];
  for (const [shown, count] of scenes) {
    const grid = shown === null ? [] : encodeQR(shown, "raw", { ecc: "medium", border: 4 });
    const jpeg = Buffer.from((await page.evaluate(drawFrame, grid)).split(",")[1], "base64");
    for (let frame = 0; frame < count; frame += 1) frames.push(jpeg);
  }
  await browser.close();
  const file = join(mkdtempSync(join(tmpdir(), "film-")), "camera.mjpeg");
  writeFileSync(file, Buffer.concat(frames));
  return file;
}

function drawFrame(grid) {
  const canvas = document.createElement("canvas");
  canvas.width = 1280;
  canvas.height = 720;
  const context = canvas.getContext("2d");
  context.fillStyle = "#8a8a85";
  context.fillRect(0, 0, 1280, 720);
  context.translate(640, 360);
  context.rotate(0.12);
  const size = grid.length ? 520 / grid.length : 0;
  grid.forEach((row, y) =>
    row.forEach((dark, x) => {
      context.fillStyle = dark ? "#1c1c1c" : "#f2f2ee";
      context.fillRect(x * size - 260, y * size - 260, size + 0.6, size + 0.6);
    }),
  );
  return canvas.toDataURL("image/jpeg", 0.9);
}

/** Chromium whose camera shows a film. */
export function launch(film) {
  const camera = film
    ? ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`]
    : [];
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: [...QUIET, ...camera] });
}

/** A page that fails the test on any script error or policy violation. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/net::ERR|status of 4|status of 5/.test(message.text())) page.problems.push(message.text());
  });
  return page;
}
