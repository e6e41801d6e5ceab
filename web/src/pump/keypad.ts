import { make, makeButton, submitForm, textOf } from "../page/dom";
import { amountsOf, doubtsOf, entryOf, formatEntry, formatLitres, formatRupiah, press } from "./keypad-model";
import type { Amounts, Doubt, Entry, Limits, Mode } from "./keypad-model";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ",", "0", "erase"];
let count = 0;

/** Replaces the plain fields in `[data-keypad]` by a keypad whose comma means one thing only. */
export function enhanceKeypad(root: HTMLElement): void {
  new Keypad(root).start();
}

class Keypad {
  private entry: Entry;
  private confirmed: readonly Doubt[] = [];
  private readonly price: number;
  private readonly limits: Limits;
  private readonly field: HTMLInputElement;
  private readonly label: HTMLLabelElement;
  private readonly unit = make("span", { class: "keypad-unit", "aria-hidden": "true" });
  private readonly computed = make("output", { class: "keypad-computed", "aria-live": "polite" });
  private readonly question = make("div", { class: "keypad-question", role: "alert", tabindex: "-1", hidden: true });
  private readonly modes: ReadonlyMap<Mode, HTMLButtonElement>;
  private readonly sent: Readonly<Record<Mode, HTMLInputElement>>;
  private readonly answer: HTMLInputElement;

  constructor(private readonly root: HTMLElement) {
    this.price = Number(root.dataset["price"]);
    this.limits = {
      tankMillilitres: limitOf(root, "tankMl"),
      voucherMillilitres: limitOf(root, "maxMl"),
      voucherRupiah: limitOf(root, "maxRupiah"),
    };
    const id = `keypad-${(count += 1)}`;
    const typed = (mode: Mode) => root.querySelector<HTMLInputElement>(`input[name=${mode}]`)?.value ?? "";
    const wanted: Mode = root.dataset["mode"] === "litres" ? "litres" : "rupiah";
    const mode: Mode = typed(wanted) === "" && typed(other(wanted)) !== "" ? other(wanted) : wanted;
    this.entry = entryOf(mode, typed(mode));
    this.label = make("label", { class: "keypad-label", for: id });
    this.field = make("input", { id, class: "keypad-entry", type: "text", inputmode: "none", autocomplete: "off" });
    this.modes = new Map([this.makeMode("rupiah"), this.makeMode("litres")]);
    const hidden = (name: string) => make("input", { type: "hidden", name });
    this.sent = { rupiah: hidden("rupiah"), litres: hidden("litres") };
    this.answer = hidden(root.dataset["confirmName"] ?? "confirmed");
    this.copyDescription();
  }

  start(): void {
    const { root, field } = this;
    const modes = make("div", { class: "keypad-modes", role: "group", "aria-label": textOf(root, "modes") });
    modes.append(...this.modes.values());
    const keys = make("div", { class: "keypad-keys", role: "group", "aria-label": textOf(root, "keys") });
    keys.append(...KEYS.map((key) => this.makeKey(key)));
    const display = make("div", { class: "keypad-display" }, this.unit, field);
    root.replaceChildren(
      modes, this.label, display, this.computed, this.question, keys,
      this.sent.rupiah, this.sent.litres, this.answer,
    );
    root.classList.add("keypad");
    field.addEventListener("beforeinput", (event) => this.onInput(event));
    // Some keyboards compose text that cannot be held back: what the field then shows is read anew.
    field.addEventListener("input", () => this.change(entryOf(this.entry.mode, field.value)));
    field.addEventListener("keydown", (event) => this.onKey(event));
    field.form?.addEventListener("submit", (event) => this.onSubmit(event));
    this.show();
  }

  /** Errors and hints the server tied to the plain field stay tied to ours. */
  private copyDescription(): void {
    const plain = this.root.querySelector(`input[name=${this.entry.mode}]`);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = plain?.getAttribute(name);
      if (value) this.field.setAttribute(name, value);
    }
  }

  private makeMode(mode: Mode): [Mode, HTMLButtonElement] {
    return [mode, makeButton(textOf(this.root, `mode-${mode}`), "keypad-mode", () => this.change({ mode, text: "" }))];
  }

  private makeKey(key: string): HTMLButtonElement {
    const button = makeButton(key === "erase" ? "⌫" : key, "keypad-key", () => this.change(press(this.entry, key)));
    if (key === "erase") button.setAttribute("aria-label", textOf(this.root, "erase"));
    if (key === ",") button.setAttribute("aria-label", textOf(this.root, "comma"));
    return button;
  }

  /** Typing always goes to the end, whatever the caret or the selection says. */
  private onInput(event: InputEvent): void {
    // Enter: the form is sent.
    if (event.inputType === "insertLineBreak") return;
    event.preventDefault();
    if (event.inputType.startsWith("delete")) this.change(press(this.entry, "erase"));
    else if (event.inputType === "insertFromPaste") {
      this.change(entryOf(this.entry.mode, event.dataTransfer?.getData("text/plain") ?? event.data ?? ""));
    } else this.change(Array.from(event.data ?? "").reduce(press, this.entry));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" || event.key === "Delete") {
      event.preventDefault();
      this.change(press(this.entry, "clear"));
    } else if (event.key === "Backspace") {
      event.preventDefault();
      this.change(press(this.entry, "erase"));
    }
  }

  private change(entry: Entry): void {
    this.entry = entry;
    this.confirmed = [];
    this.show();
  }

  private show(): void {
    const { entry, root } = this;
    const amounts = amountsOf(entry, this.price);
    this.label.textContent = textOf(root, entry.mode);
    this.unit.textContent = entry.mode === "rupiah" ? "Rp" : "l";
    this.field.value = formatEntry(entry);
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.computed.replaceChildren(
      make("strong", {}, textOf(root, `computed-${entry.mode}`, this.words(amounts))),
      make("span", {}, textOf(root, "price", this.words(amounts))),
    );
    for (const [mode, button] of this.modes) button.setAttribute("aria-pressed", String(mode === entry.mode));
    this.sent.rupiah.value = entry.mode === "rupiah" ? entry.text : "";
    this.sent.litres.value = entry.mode === "litres" ? entry.text.replace(/,$/, "") : "";
    this.answer.value = this.confirmed.join(",");
    root.dataset["mode"] = entry.mode;
    if (this.confirmed.length === 0) this.question.hidden = true;
  }

  private words(amounts: Amounts | null): Record<string, string> {
    const { tankMillilitres, voucherMillilitres, voucherRupiah } = this.limits;
    return {
      rupiah: amounts ? formatRupiah(amounts.rupiah) : "0",
      litres: amounts ? formatLitres(amounts.millilitres) : "0",
      price: formatRupiah(this.price),
      tank: formatLitres(tankMillilitres ?? 0),
      max_litres: formatLitres(voucherMillilitres ?? 0),
      max_rupiah: formatRupiah(voucherRupiah ?? 0),
    };
  }

  private onSubmit(event: SubmitEvent): void {
    const amounts = amountsOf(this.entry, this.price);
    const doubts = amounts ? doubtsOf(amounts, this.limits) : [];
    if (!amounts || doubts.every((doubt) => this.confirmed.includes(doubt))) return;
    event.preventDefault();
    this.ask(doubts, amounts, event.submitter);
  }

  private ask(doubts: readonly Doubt[], amounts: Amounts, submitter: HTMLElement | null): void {
    const { root, question } = this;
    const lines = doubts.map((doubt) => make("p", {}, textOf(root, doubt.replace("_", "-"), this.words(amounts))));
    const yes = makeButton(textOf(root, "yes"), "button secondary", () => {
      this.confirmed = doubts;
      this.show();
      question.hidden = true;
      if (this.field.form) submitForm(this.field.form, submitter);
    });
    const change = makeButton(textOf(root, "change"), "button", () => {
      question.hidden = true;
      this.field.focus();
    });
    question.replaceChildren(...lines, make("div", { class: "keypad-answers" }, change, yes));
    question.hidden = false;
    question.focus();
  }
}

function other(mode: Mode): Mode {
  return mode === "rupiah" ? "litres" : "rupiah";
}

function limitOf(root: HTMLElement, name: string): number | null {
  const number = Number(root.dataset[name]);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
