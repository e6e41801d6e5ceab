// A headless Chromium from the system, as a phone or as a desk.
import { accessSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-sandbox',
];

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

/** Starts the browser; `film` names a motion-JPEG file that stands for the camera. */
export async function openBrowser(film) {
  const camera = film
    ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
    : [];
  return chromium.launch({ executablePath: findChromium(), args: [...QUIET, ...camera] });
}

/** Where the system keeps its browser. */
export function findChromium() {
  const exists = (path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  };
  return process.env.CHROMIUM ?? PLACES.find(exists) ?? PLACES[0];
}

/** A person's browser window of a size; what they allowed, such as the camera, is in `permissions`. */
export async function openWindow(browser, { size = DESK, permissions = [], scale = 1 } = {}) {
  const context = await browser.newContext({
    viewport: size,
    locale: 'id-ID',
    permissions,
    deviceScaleFactor: scale,
  });
  // A page that does not come is a fault, not something to wait long for.
  context.setDefaultTimeout(15_000);
  return context.newPage();
}
