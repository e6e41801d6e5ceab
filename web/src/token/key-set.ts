import { hex } from "./bytes";
import { isInstantS, isTenant } from "./claims";
import type { Value } from "./cbor";
import { openEnvelope, verifyEnvelope } from "./envelope";
import { Fields } from "./fields";
import { codeOf, refuse, type RefusalCode } from "./refusal";

/** A public key and the time in which vouchers were or will be issued with it. */
export interface VoucherKey {
  readonly publicKey: Uint8Array;
  readonly usedFromS: number;
  readonly usedUntilS: number;
}

/** The public keys of a tenant, by key id in hexadecimal. */
export interface KeySet {
  readonly tenant: string;
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  readonly keys: ReadonlyMap<string, VoucherKey>;
}

export type KeySetOutcome = { readonly outcome: "accepted"; readonly keySet: KeySet } | { readonly outcome: RefusalCode };

const MAX_SEALED_BYTES = 8_192;
const MAX_KEYS = 64;

/** Reads a sealed key set and checks it against the root key that the device trusts. */
export async function openKeySet(sealed: Uint8Array, rootKey: Uint8Array, nowS: number): Promise<KeySetOutcome> {
  try {
    if (sealed.length > MAX_SEALED_BYTES) refuse("too_long");
    const envelope = openEnvelope(sealed);
    if (envelope.keyId !== (await keyIdOf(rootKey))) refuse("unknown_key");
    await verifyEnvelope(envelope, rootKey);
    const keySet = await decodeKeySet(envelope.payload);
    if (nowS >= keySet.expiresAtS) refuse("expired");
    return { outcome: "accepted", keySet };
  } catch (error) {
    return { outcome: codeOf(error) };
  }
}

async function decodeKeySet(payload: Uint8Array): Promise<KeySet> {
  const fields = new Fields(payload);
  const tenant = fields.text(1);
  const expiresAtS = fields.int(4);
  const issuedAtS = fields.int(6);
  const entries = fields.map(-65_545).entries;
  fields.finish();
  const keys = new Map<string, VoucherKey>();
  for (const [id, parts] of entries) {
    const key = readKey(id, parts);
    if (hex(key.id) !== (await keyIdOf(key.publicKey))) refuse("bad_claim");
    keys.set(hex(key.id), key);
  }
  const timesFit = isInstantS(issuedAtS) && isInstantS(expiresAtS) && issuedAtS < expiresAtS;
  if (!isTenant(tenant) || !timesFit || keys.size < 1 || keys.size > MAX_KEYS) refuse("bad_claim");
  return { tenant, issuedAtS, expiresAtS, keys };
}

function readKey(id: Value, parts: Value): VoucherKey & { readonly id: Uint8Array } {
  if (!(id instanceof Uint8Array) || !Array.isArray(parts) || parts.length !== 3) refuse("unexpected_type");
  const [publicKey, usedFromS, usedUntilS] = parts as readonly Value[];
  if (!(publicKey instanceof Uint8Array)) refuse("unexpected_type");
  if (typeof usedFromS !== "number" || typeof usedUntilS !== "number") refuse("unexpected_type");
  if (publicKey.length !== 32 || usedFromS >= usedUntilS) refuse("bad_claim");
  if (!isInstantS(usedFromS) || !isInstantS(usedUntilS)) refuse("bad_claim");
  return { id, publicKey, usedFromS, usedUntilS };
}

async function keyIdOf(publicKey: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(publicKey));
  return hex(new Uint8Array(digest).subarray(0, 8));
}
