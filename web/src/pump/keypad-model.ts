/** What the pump shows: whole rupiah, or litres with a comma. */
export type Mode = "rupiah" | "litres";

/** What has been typed: digits, and in litres at most one comma with three decimals. */
export interface Entry {
  readonly mode: Mode;
  readonly text: string;
}

/** The same fuel in whole rupiah and in millilitres. */
export interface Amounts {
  readonly rupiah: number;
  readonly millilitres: number;
}

export interface Limits {
  readonly tankMillilitres: number | null;
  readonly voucherMillilitres: number | null;
  readonly voucherRupiah: number | null;
}

export type Doubt = "over_tank" | "over_voucher";

const ACCEPTED: Readonly<Record<Mode, RegExp>> = {
  rupiah: /^(|[1-9]\d{0,8})$/,
  litres: /^(|(0|[1-9]\d{0,3})(,\d{0,3})?)$/,
};

/** What one key does: a digit, `,` (or the `.` of a keyboard), `erase` or `clear`; anything else nothing. */
export function press(entry: Entry, key: string): Entry {
  if (key === "clear") return { ...entry, text: "" };
  if (key === "erase") return { ...entry, text: entry.text.slice(0, -1) };
  if (!/^[0-9.,]$/.test(key)) return entry;
  const typed = key === "." ? "," : key;
  const text = typed === "," && entry.text === "" ? "0," : entry.text === "0" && typed !== "," ? typed : entry.text + typed;
  return ACCEPTED[entry.mode].test(text) ? { ...entry, text } : entry;
}

/**
 * Reads a whole text key by key, as from a paste or a re-shown form.
 * In rupiah grouping dots fall away, and so does everything behind a comma.
 */
export function entryOf(mode: Mode, text: string): Entry {
  const digits = mode === "rupiah" ? (text.split(",")[0] ?? "") : text;
  return Array.from(digits).reduce(press, { mode, text: "" });
}

/** Both amounts, integers throughout, each product rounded half up once; null while nothing is typed. */
export function amountsOf(entry: Entry, priceRupiah: number): Amounts | null {
  if (!/[1-9]/.test(entry.text)) return null;
  if (entry.mode === "rupiah") {
    const rupiah = Number(entry.text);
    return { rupiah, millilitres: divideHalfUp(rupiah * 1000, priceRupiah) };
  }
  const [whole = "", decimals = ""] = entry.text.split(",");
  const millilitres = Number(whole) * 1000 + Number(decimals.padEnd(3, "0"));
  return { rupiah: divideHalfUp(millilitres * priceRupiah, 1000), millilitres };
}

/** What an attendant should be asked about, worst first. */
export function doubtsOf(amounts: Amounts, limits: Limits): Doubt[] {
  const over = (amount: number, limit: number | null) => limit !== null && amount > limit;
  const doubts: Doubt[] = [];
  if (over(amounts.millilitres, limits.tankMillilitres)) doubts.push("over_tank");
  if (over(amounts.millilitres, limits.voucherMillilitres) || over(amounts.rupiah, limits.voucherRupiah)) {
    doubts.push("over_voucher");
  }
  return doubts;
}

/** `1.234.567`. */
export function formatRupiah(rupiah: number): string {
  return groupThousands(String(rupiah));
}

/** `12,5`: as many decimals as there are, at most three. */
export function formatLitres(millilitres: number): string {
  const decimals = String(millilitres % 1000).padStart(3, "0").replace(/0+$/, "");
  return groupThousands(String(Math.floor(millilitres / 1000))) + (decimals && `,${decimals}`);
}

/** What has been typed, as it is shown while typing; litres without dots, which could pass for a comma. */
export function formatEntry(entry: Entry): string {
  return entry.mode === "rupiah" ? groupThousands(entry.text) : entry.text;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ".");
}

/** Exact for products below 2^52: at most 9,999,999 ml at Rp 1,000,000 a litre is 10^13. */
function divideHalfUp(numerator: number, divisor: number): number {
  return Math.floor((numerator * 2 + divisor) / (divisor * 2));
}
