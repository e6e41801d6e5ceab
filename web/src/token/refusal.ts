/** Why a text, token or key set was not accepted; the same words as `TokenRefusal` in Rust. */
export type RefusalCode =
  | "not_a_voucher"
  | "unsupported_version"
  | "too_long"
  | "bad_base45"
  | "truncated"
  | "trailing_bytes"
  | "indefinite_length"
  | "not_shortest"
  | "duplicate_key"
  | "unsorted_keys"
  | "float"
  | "too_deep"
  | "number_too_large"
  | "bad_utf8"
  | "unexpected_type"
  | "bad_header"
  | "unknown_claim"
  | "missing_claim"
  | "bad_claim"
  | "other_tenant"
  | "unknown_key"
  | "bad_signature"
  | "key_not_in_use"
  | "not_yet_valid"
  | "expired";

/** Thrown inside the reader; callers of `verifyToken` and `openKeySet` receive its code instead. */
export class Refusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

/** Ends the reading with a refusal. */
export function refuse(code: RefusalCode): never {
  throw new Refusal(code);
}

/** Turns a thrown refusal into a value; other errors are bugs and stay thrown. */
export function codeOf(error: unknown): RefusalCode {
  if (error instanceof Refusal) return error.code;
  throw error;
}
