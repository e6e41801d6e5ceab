import { expect, test } from "vitest";
import { sumOfTyped } from "../src/page/sum";

test("adds amounts as people type them", () => {
  expect(sumOfTyped(["1.000.000", "Rp 500", "2 500", ""])).toBe("1.003.000");
  expect(sumOfTyped([])).toBe("0");
});

test("passes over what is no whole amount", () => {
  expect(sumOfTyped(["lima", "-3", "1,5", "7"])).toBe("7");
});
