import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64Url } from "../src/token/bytes";
import { verifyEd25519, verifyWithoutWebCrypto } from "../src/token/ed25519";
import { openKeySet, type KeySet } from "../src/token/key-set";
import { readShortCode } from "../src/token/short-code";
import { verifyToken } from "../src/token/token";

interface TokenCase {
  readonly name: string;
  readonly now_s: number;
  readonly text: string;
  readonly outcome: string;
  readonly claims?: Record<string, unknown>;
}

function vectors<T>(name: string): T {
  const file = new URL(`../../crates/voucher-token/vectors/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

const tokens = vectors<{ root_key: string; key_set: string; cases: TokenCase[] }>("tokens.json");

async function keySet(): Promise<KeySet> {
  const opened = await openKeySet(fromBase64Url(tokens.key_set), fromBase64Url(tokens.root_key), 1_788_220_800);
  if (opened.outcome !== "accepted") throw new Error(opened.outcome);
  return opened.keySet;
}

test("there are many vectors", () => {
  expect(tokens.cases.length).toBeGreaterThan(100);
});

test.each(tokens.cases)("token: $name -> $outcome", async ({ text, now_s, outcome, claims }) => {
  const checked = await verifyToken(text, await keySet(), now_s);
  expect(checked.outcome).toBe(outcome);
  if (claims && checked.outcome === "accepted") {
    const snake = Object.entries(checked.claims).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]);
    expect(Object.fromEntries(snake)).toEqual(claims);
  }
});

const sets = vectors<{
  root_key: string;
  cases: { name: string; now_s: number; sealed: string; outcome: string }[];
}>("key-sets.json");

test.each(sets.cases)("key set: $name -> $outcome", async ({ sealed, now_s, outcome }) => {
  const opened = await openKeySet(fromBase64Url(sealed), fromBase64Url(sets.root_key), now_s);
  expect(opened.outcome).toBe(outcome);
});

const codes = vectors<{ cases: { typed: string; outcome: string; stored: string }[] }>("short-codes.json");

test.each(codes.cases)("short code: '$typed' -> $outcome", ({ typed, outcome, stored }) => {
  const read = readShortCode(typed);
  expect(read.outcome).toBe(outcome);
  expect(read.outcome === "accepted" ? read.stored : "").toBe(stored);
});

// RFC 8032, section 7.1, test 2.
const publicKey = Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex");
const signature = Buffer.from(
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  "hex",
);

test.each([
  ["WebCrypto", verifyEd25519],
  ["noble", verifyWithoutWebCrypto],
] as const)("%s accepts a signature of RFC 8032 and refuses an altered one", async (_, verify) => {
  expect(await verify(signature, Uint8Array.of(0x72), publicKey)).toBe(true);
  expect(await verify(signature, Uint8Array.of(0x73), publicKey)).toBe(false);
  expect(await verify(new Uint8Array(64), Uint8Array.of(0x72), publicKey)).toBe(false);
});
