// A film of a phone that is held before a camera: JPEG pictures, one after another.
import { writeFileSync } from 'node:fs';

const SCENE = { width: 1280, height: 720 };
const EMPTY_FRAMES = 8;
// Where the phone is from picture to picture: a hand is never quite still, and rarely straight.
const TREMBLE = [
  { x: 0, y: 0, turn: -3, tilt: 8 },
  { x: 3, y: -2, turn: -2, tilt: 8 },
  { x: 5, y: -3, turn: -1, tilt: 7 },
  { x: 4, y: 1, turn: 0, tilt: 6 },
  { x: 1, y: 3, turn: 1, tilt: 6 },
  { x: -3, y: 2, turn: 2, tilt: 7 },
];
const REPEATS = 8;

/** Films `picture` (PNG bytes of a phone's screen) into the motion-JPEG file `path`. */
export async function makeFilm(browser, picture, path) {
  const context = await browser.newContext({ viewport: SCENE });
  const page = await context.newPage();
  await page.setContent(`<style>
    body { margin: 0; height: 100vh; background: #6f6a63; display: grid; place-items: center; perspective: 1200px }
    img { height: 660px; border: 14px solid #111; border-radius: 24px; filter: blur(0.6px) brightness(0.93) }
  </style><img hidden src="data:image/png;base64,${picture.toString('base64')}">`);
  const shot = () => page.screenshot({ type: 'jpeg', quality: 85 });
  const empty = await shot();
  const frames = Array(EMPTY_FRAMES).fill(empty);
  const shown = [];
  for (const place of TREMBLE) {
    await page.evaluate(async ({ x, y, turn, tilt }) => {
      const image = document.querySelector('img');
      image.hidden = false;
      image.style.transform = `translate(${x}px, ${y}px) rotateX(${tilt}deg) rotate(${turn}deg)`;
      await image.decode();
    }, place);
    shown.push(await shot());
  }
  for (let round = 0; round < REPEATS; round += 1) frames.push(...shown);
  writeFileSync(path, Buffer.concat(frames));
  await context.close();
}
