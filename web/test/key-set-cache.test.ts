import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KeyCheck } from "../src/pump/key-check";
import { KeySetCache } from "../src/pump/key-set-cache";

interface Case {
  readonly name: string;
  readonly now_s: number;
  readonly text: string;
  readonly outcome: string;
}

const file = new URL("../../crates/voucher-token/vectors/tokens.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as { root_key: string; key_set: string; cases: Case[] };
const NOW_S = 1_788_220_800;
const SOURCE = { url: "/kunci-voucher", rootKey: vectors.root_key };

/** What a phone keeps, and how often something was written. */
class Store {
  writes = 0;
  constructor(private kept: string | null = null) {}
  getItem(): string | null {
    return this.kept;
  }
  setItem(_: string, value: string): void {
    this.writes += 1;
    this.kept = value;
  }
}

const served = (key_set: string) => async () => new Response(JSON.stringify({ key_set }));
const away = async () => Promise.reject(new TypeError("no network"));

test("a set is fetched once a page and kept for the time without network", async () => {
  const store = new Store();
  let asked = 0;
  const counting = () => ((asked += 1), served(vectors.key_set)());
  const online = new KeySetCache(SOURCE, store, counting);
  expect(await online.current(NOW_S)).not.toBeNull();
  expect(await online.current(NOW_S)).not.toBeNull();
  expect([asked, store.writes]).toEqual([1, 1]);
  const offline = new KeySetCache(SOURCE, store, away);
  expect((await offline.current(NOW_S))?.tenant).toBe("kupang");
});

test("without network and without a kept set there are no keys", async () => {
  expect(await new KeySetCache(SOURCE, new Store(), away).current(NOW_S)).toBeNull();
  expect(await new KeySetCache(SOURCE, null, away).current(NOW_S)).toBeNull();
  expect(await new KeySetCache(SOURCE, new Store("rubbish"), away).current(NOW_S)).toBeNull();
});

test("a set that another key sealed is neither taken nor kept", async () => {
  const store = new Store();
  const other = { ...SOURCE, rootKey: "A".repeat(42) + "E" };
  expect(await new KeySetCache(other, store, served(vectors.key_set)).current(NOW_S)).toBeNull();
  expect(store.writes).toBe(0);
});

test("a kept set that has expired is no set", async () => {
  const cache = new KeySetCache(SOURCE, new Store(vectors.key_set), away);
  expect(await cache.current(NOW_S + 400 * 86_400)).toBeNull();
});

function caseOf(outcome: string): Case {
  const found = vectors.cases.find((one) => one.outcome === outcome);
  if (!found) throw new Error(outcome);
  return found;
}

test.each(["bad_signature", "other_tenant", "unknown_key", "expired"])("says early: %s", async (outcome) => {
  const { text, now_s } = caseOf(outcome);
  const check = new KeyCheck(new KeySetCache(SOURCE, new Store(), served(vectors.key_set)));
  expect(await check.objectionTo(text, now_s * 1000)).toBe(outcome);
});

test("has nothing against a good voucher, and no opinion without keys", async () => {
  const { text, now_s } = caseOf("accepted");
  const forged = caseOf("bad_signature").text;
  const check = new KeyCheck(new KeySetCache(SOURCE, new Store(), served(vectors.key_set)));
  expect(await check.objectionTo(text, now_s * 1000)).toBeNull();
  const blind = new KeyCheck(new KeySetCache(SOURCE, new Store(), away));
  expect(await blind.objectionTo(forged, now_s * 1000)).toBeNull();
  expect(await blind.objectionTo("00020101021126", now_s * 1000)).toBe("not_a_voucher");
});
