import { CborMap, decodeCbor, type Value } from "./cbor";
import { refuse } from "./refusal";

/** A CBOR map with integer keys, taken apart claim by claim. */
export class Fields {
  private readonly left: (readonly [Value, Value])[];

  constructor(payload: Uint8Array) {
    const map = decodeCbor(payload);
    if (!(map instanceof CborMap)) refuse("unexpected_type");
    this.left = [...map.entries];
  }

  take(key: number): Value | undefined {
    const place = this.left.findIndex(([known]) => known === key);
    return place < 0 ? undefined : this.left.splice(place, 1)[0]?.[1];
  }

  optionalInt(key: number): number | null {
    const value = this.take(key) ?? null;
    if (value !== null && typeof value !== "number") refuse("unexpected_type");
    return value;
  }

  int(key: number): number {
    return this.optionalInt(key) ?? refuse("missing_claim");
  }

  optionalText(key: number): string | null {
    const value = this.take(key) ?? null;
    if (value !== null && typeof value !== "string") refuse("unexpected_type");
    return value;
  }

  text(key: number): string {
    return this.optionalText(key) ?? refuse("missing_claim");
  }

  bytes(key: number): Uint8Array {
    const value = this.take(key) ?? refuse("missing_claim");
    if (!(value instanceof Uint8Array)) refuse("unexpected_type");
    return value;
  }

  map(key: number): CborMap {
    const value = this.take(key) ?? refuse("missing_claim");
    if (!(value instanceof CborMap)) refuse("unexpected_type");
    return value;
  }

  /** Refuses what nobody asked for. */
  finish(): void {
    if (this.left.length > 0) refuse("unknown_claim");
  }
}
