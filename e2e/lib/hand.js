// The attendant's hand: what he taps, and how long a person takes for it.

/**
 * Seconds a practised person needs on a phone, after the keystroke-level model (Card, Moran, Newell 1980):
 * to look and decide, to reach a target and tap it, to type one more digit on a keypad under the thumb.
 */
const LOOK_S = 1.35;
const TAP_S = 1.1;
const KEY_S = 0.28;

export class Hand {
  taps = 0;
  humanSeconds = 0;
  machineSeconds = 0;
  isDone = false;
  #page;
  #startedMs = null;

  constructor(page) {
    this.#page = page;
  }

  /** Runs a part of the journey in which the attendant is bound; what he waits for counts. */
  async during(part) {
    this.#startedMs = performance.now();
    const result = await part();
    this.machineSeconds += (performance.now() - this.#startedMs) / 1000;
    return result;
  }

  /** A new page is read. */
  look() {
    this.humanSeconds += LOOK_S;
  }

  async tap(target) {
    this.taps += 1;
    this.humanSeconds += TAP_S;
    await this.#locate(target).click();
  }

  /** Taps into a field and types on the phone's own keypad. */
  async type(target, digits) {
    await this.tap(target);
    for (const digit of digits) {
      this.#key();
      await this.#locate(target).press(digit);
    }
  }

  /** Types on the keypad of the page. */
  async keypad(digits) {
    this.humanSeconds += TAP_S - KEY_S;
    for (const digit of digits) {
      this.#key();
      await this.#page.locator('.keypad-key', { hasText: new RegExp(`^${digit}$`) }).click();
    }
  }

  get seconds() {
    return this.humanSeconds + this.machineSeconds;
  }

  #key() {
    this.taps += 1;
    this.humanSeconds += KEY_S;
  }

  #locate(target) {
    return typeof target === 'string' ? this.#page.locator(target) : target;
  }
}
