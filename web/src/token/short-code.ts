export type ShortCodeRefusal = "wrong_length" | "bad_symbol" | "bad_check";

export type ShortCodeOutcome =
  | { readonly outcome: "accepted"; readonly stored: string }
  | { readonly outcome: ShortCodeRefusal };

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;

/** Reads a voucher's code as a person typed it; see the README of `crates/voucher-token`. */
export function readShortCode(typed: string): ShortCodeOutcome {
  const values: number[] = [];
  for (const symbol of Array.from(typed.replace(/[ -]/g, "")).slice(0, LENGTH + 1)) {
    const value = valueOf(symbol);
    if (value < 0) return { outcome: "bad_symbol" };
    values.push(value);
  }
  if (values.length !== LENGTH) return { outcome: "wrong_length" };
  const check = values.slice(0, -1).reduce((sum, value) => timesGenerator(sum ^ value), 0);
  if (check !== values[LENGTH - 1]) return { outcome: "bad_check" };
  return { outcome: "accepted", stored: values.map((value) => ALPHABET.charAt(value)).join("") };
}

function valueOf(symbol: string): number {
  const upper = /^[a-z]$/.test(symbol) ? symbol.toUpperCase() : symbol;
  return ALPHABET.indexOf(upper === "O" ? "0" : upper === "I" || upper === "L" ? "1" : upper);
}

/** Multiplies by x in GF(2)[x] / (x^5 + x^2 + 1). */
function timesGenerator(value: number): number {
  return value & 16 ? (value << 1) ^ 0b10_0101 : value << 1;
}
