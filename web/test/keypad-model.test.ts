import { expect, test } from "vitest";
import { amountsOf, doubtsOf, entryOf, formatEntry, formatLitres, formatRupiah, press } from "../src/pump/keypad-model";

test.each([
  ["rupiah", "273000", "273000", "273.000"],
  ["rupiah", "273.000", "273000", "273.000"],
  ["rupiah", "007", "7", "7"],
  ["rupiah", "Rp 12.500,00", "12500", "12.500"],
  ["rupiah", "1234567890", "123456789", "123.456.789"],
  ["litres", "35,5", "35,5", "35,5"],
  ["litres", "35.5", "35,5", "35,5"],
  ["litres", ",5", "0,5", "0,5"],
  ["litres", "007", "7", "7"],
  ["litres", "1,2345", "1,234", "1,234"],
  ["litres", "1,2,3", "1,23", "1,23"],
  ["litres", "12345", "1234", "1234"],
  ["litres", "12a l", "12", "12"],
] as const)("%s: typing '%s' gives '%s', shown as '%s'", (mode, typed, text, shown) => {
  const entry = entryOf(mode, typed);
  expect(entry.text).toBe(text);
  expect(formatEntry(entry)).toBe(shown);
});

test("the comma key does nothing in rupiah", () => {
  expect(press(entryOf("rupiah", "12"), ",").text).toBe("12");
});

test("erase takes the last key away, clear takes all", () => {
  const entry = entryOf("litres", "12,5");
  expect(press(entry, "erase").text).toBe("12,");
  expect(press(entry, "clear").text).toBe("");
  expect(press({ mode: "litres", text: "" }, "erase").text).toBe("");
});

test.each([
  ["rupiah", "273000", 13_650, 273_000, 20_000],
  ["rupiah", "100000", 13_650, 100_000, 7_326],
  ["litres", "20", 13_650, 273_000, 20_000],
  ["litres", "12,5", 13_650, 170_625, 12_500],
  ["litres", "0,001", 500, 1, 1],
  ["litres", "0,001", 499, 0, 1],
  ["litres", "12,", 10_000, 120_000, 12_000],
  ["litres", "9999,999", 1_000_000, 9_999_999_000, 9_999_999],
] as const)("%s %s at Rp %i is Rp %i and %i ml", (mode, typed, price, rupiah, millilitres) => {
  expect(amountsOf(entryOf(mode, typed), price)).toEqual({ rupiah, millilitres });
});

test.each(["", "0", "0,", "0,000"])("'%s' is no amount", (typed) => {
  expect(amountsOf(entryOf("litres", typed), 13_650)).toBeNull();
});

test("asks about more than the tank and more than the voucher", () => {
  const limits = { tankMillilitres: 45_000, voucherMillilitres: 20_000, voucherRupiah: 273_000 };
  expect(doubtsOf({ millilitres: 350_000, rupiah: 4_777_500 }, limits)).toEqual(["over_tank", "over_voucher"]);
  expect(doubtsOf({ millilitres: 20_001, rupiah: 273_000 }, limits)).toEqual(["over_voucher"]);
  expect(doubtsOf({ millilitres: 20_000, rupiah: 273_001 }, limits)).toEqual(["over_voucher"]);
  expect(doubtsOf({ millilitres: 20_000, rupiah: 273_000 }, limits)).toEqual([]);
  const unknown = { tankMillilitres: null, voucherMillilitres: null, voucherRupiah: null };
  expect(doubtsOf({ millilitres: 350_000, rupiah: 1 }, unknown)).toEqual([]);
});

test("numbers look as in Indonesia", () => {
  expect(formatRupiah(1_234_567)).toBe("1.234.567");
  expect(formatLitres(12_500)).toBe("12,5");
  expect(formatLitres(1_234_005)).toBe("1.234,005");
  expect(formatLitres(20_000)).toBe("20");
});
