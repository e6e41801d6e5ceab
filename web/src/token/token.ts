import { decodeBase45 } from "./base45";
import { decodeClaims, type Claims } from "./claims";
import { openEnvelope, verifyEnvelope } from "./envelope";
import type { KeySet } from "./key-set";
import { codeOf, refuse, type RefusalCode } from "./refusal";

export type TokenOutcome = { readonly outcome: "accepted"; readonly claims: Claims } | { readonly outcome: RefusalCode };

const PREFIX = "SH1:";
const MAX_TEXT_CHARS = 480;
const CLOCK_LAG_S = 300;

/**
 * Checks the text of a QR code exactly as it was scanned, in the order of the Rust crate.
 *
 * A good answer proves who issued the voucher, not that it is unused. `nowS` is in seconds since 1970 UTC.
 */
export async function verifyToken(text: string, keys: KeySet, nowS: number): Promise<TokenOutcome> {
  try {
    return { outcome: "accepted", claims: await verify(text, keys, nowS) };
  } catch (error) {
    return { outcome: codeOf(error) };
  }
}

/** Tells a voucher's text from any other QR by its beginning, without keys. */
export function looksLikeVoucher(text: string): boolean {
  return /^SH[1-9]:/.test(text);
}

async function verify(text: string, keys: KeySet, nowS: number): Promise<Claims> {
  if (!text.startsWith(PREFIX)) refuse(looksLikeVoucher(text) ? "unsupported_version" : "not_a_voucher");
  if (text.length > MAX_TEXT_CHARS) refuse("too_long");
  const envelope = openEnvelope(decodeBase45(text.slice(PREFIX.length)));
  const claims = decodeClaims(envelope.payload);
  if (claims.tenant !== keys.tenant) refuse("other_tenant");
  const key = keys.keys.get(envelope.keyId) ?? refuse("unknown_key");
  await verifyEnvelope(envelope, key.publicKey);
  if (claims.issuedAtS < key.usedFromS || claims.issuedAtS >= key.usedUntilS) refuse("key_not_in_use");
  if (nowS < (claims.validFromS ?? claims.issuedAtS - CLOCK_LAG_S)) refuse("not_yet_valid");
  if (nowS >= claims.expiresAtS) refuse("expired");
  return claims;
}
