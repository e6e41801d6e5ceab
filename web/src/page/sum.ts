import { textOf } from "./dom";

/** The sum of whole amounts as typed (`1.234.567`, `Rp 500`), written with dots; what is no number counts as nothing. */
export function sumOfTyped(typed: readonly string[]): string {
  let sum = 0n;
  for (const text of typed) {
    const digits = text.replace(/^\s*Rp|[\s.]/gi, "");
    if (/^\d{1,18}$/.test(digits)) sum += BigInt(digits);
  }
  return sum.toString().replace(/\B(?=(\d{3})+$)/g, ".");
}

/** Rewrites `output[data-sum-of="#ID"]` while amounts are typed into the fields inside `#ID`. */
export function keepSums(root: ParentNode): void {
  for (const output of root.querySelectorAll<HTMLElement>("[data-sum-of]")) {
    const fields = document.querySelector(output.dataset["sumOf"] ?? "");
    fields?.addEventListener("input", () => {
      const typed = Array.from(fields.querySelectorAll("input"), ({ value }) => value);
      output.textContent = textOf(output, "sum", { amount: `Rp\u00a0${sumOfTyped(typed)}` });
    });
  }
}
