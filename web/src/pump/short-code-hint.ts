import { make, textOf } from "../page/dom";
import { readShortCode } from "../token/short-code";
import { looksLikeVoucher } from "../token/token";

/** Says at once that a hand-typed code was mistyped; never holds the form back. */
export function enhanceShortCode(input: HTMLInputElement): void {
  const hint = make("p", { class: "field-hint-error", role: "status" });
  (input.closest(".input") ?? input).after(hint);
  // Words that appear above a button under the finger would move it away: the server says it then.
  let isSending = false;
  input.form?.addEventListener("pointerdown", ({ target }) => {
    isSending = target instanceof Element && target.closest("button") !== null;
  });
  input.addEventListener("input", () => (hint.textContent = ""));
  input.addEventListener("change", () => {
    if (isSending) return;
    const typed = input.value;
    const read = typed.trim() === "" || looksLikeVoucher(typed) ? null : readShortCode(typed);
    hint.textContent = read && read.outcome !== "accepted" ? textOf(input, read.outcome.replace("_", "-")) : "";
  });
}
