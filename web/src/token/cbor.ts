import { refuse } from "./refusal";

/**
 * The part of CBOR (RFC 8949) that vouchers use, in deterministic form only.
 * Follows `crates/voucher-token/src/cbor.rs` step by step: both refuse the same bytes by the same word.
 */
export type Value = number | boolean | string | Uint8Array | readonly Value[] | CborMap | Tagged;

export class CborMap {
  constructor(readonly entries: readonly (readonly [Value, Value])[]) {}
}

export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: Value,
  ) {}
}

const MAX_DEPTH = 8;
const LEAST = [24, 0x100, 0x1_0000, 0x1_0000_0000];

/** Reads exactly one value that fills `bytes`. */
export function decodeCbor(bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  const value = reader.value(1);
  if (reader.at < bytes.length) refuse("trailing_bytes");
  return value;
}

class Reader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  value(depth: number): Value {
    if (depth > MAX_DEPTH) refuse("too_deep");
    const first = this.take(1)[0] ?? 0;
    const major = first >> 5;
    const info = first & 31;
    if (major === 7) return simple(info);
    const argument = this.argument(major, info);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.take(argument);
      case 3:
        return text(this.take(argument));
      case 4:
        return this.array(argument, depth);
      case 5:
        return this.map(argument, depth);
      default:
        return new Tagged(argument, this.value(depth + 1));
    }
  }

  private argument(major: number, info: number): number {
    if (info < 24) return info;
    if (info === 31 && major >= 2 && major <= 5) refuse("indefinite_length");
    const least = LEAST[info - 24] ?? refuse("unexpected_type");
    // Past 2^53 the sum is inexact, but it stays past 2^53.
    const number = this.take(1 << (info - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (number < least) refuse("not_shortest");
    if (number > Number.MAX_SAFE_INTEGER - (major === 1 ? 1 : 0)) refuse("number_too_large");
    return number;
  }

  private array(count: number, depth: number): Value[] {
    this.expect(count);
    const items: Value[] = [];
    while (items.length < count) items.push(this.value(depth + 1));
    return items;
  }

  private map(count: number, depth: number): CborMap {
    this.expect(count * 2);
    const entries: [Value, Value][] = [];
    let previous: Uint8Array | undefined;
    while (entries.length < count) {
      const start = this.at;
      const key = this.value(depth + 1);
      const encoded = this.bytes.subarray(start, this.at);
      const order = previous ? compare(previous, encoded) : -1;
      if (order === 0) refuse("duplicate_key");
      if (order > 0) refuse("unsorted_keys");
      previous = encoded;
      entries.push([key, this.value(depth + 1)]);
    }
    return new CborMap(entries);
  }

  /** Every item takes a byte at least, so a lie about the count ends here. */
  private expect(items: number): void {
    if (items > this.bytes.length - this.at) refuse("truncated");
  }

  private take(length: number): Uint8Array {
    this.expect(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function simple(info: number): boolean {
  if (info === 20 || info === 21) return info === 21;
  if (info >= 25 && info <= 27) refuse("float");
  return refuse(info === 31 ? "indefinite_length" : "unexpected_type");
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse("bad_utf8");
  }
}

/** Byte by byte, as RFC 8949 section 4.2.1 orders keys; no key is a prefix of another. */
function compare(left: Uint8Array, right: Uint8Array): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
