import { CborMap, decodeCbor, Tagged } from "./cbor";
import { verifyEd25519 } from "./ed25519";
import { hex } from "./bytes";
import { refuse } from "./refusal";

/** A `COSE_Sign1` (RFC 9052) whose signature has not been looked at. */
export interface Envelope {
  readonly keyId: string;
  readonly payload: Uint8Array;
  readonly protectedHeader: Uint8Array;
  readonly signature: Uint8Array;
}

const TAG_COSE_SIGN1 = 18;
const HEADER_ALG = 1;
const HEADER_KID = 4;
const ALG_EDDSA = -8;

/** Takes the wrapping apart. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  const message = decodeCbor(bytes);
  if (!(message instanceof Tagged) || message.tag !== TAG_COSE_SIGN1) refuse("unexpected_type");
  const parts = message.value;
  if (!Array.isArray(parts) || parts.length !== 4) refuse("unexpected_type");
  const [protectedHeader, unprotected, payload, signature] = parts as readonly unknown[];
  if (!(protectedHeader instanceof Uint8Array) || !(unprotected instanceof CborMap)) refuse("unexpected_type");
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) refuse("unexpected_type");
  const keyId = readHeader(protectedHeader);
  if (unprotected.entries.length > 0) refuse("bad_header");
  if (signature.length !== 64) refuse("unexpected_type");
  return { keyId, payload, protectedHeader, signature };
}

/** Checks the signature over the `Sig_structure` of RFC 9052, section 4.4. */
export async function verifyEnvelope(envelope: Envelope, publicKey: Uint8Array): Promise<void> {
  const context = new TextEncoder().encode("Signature1");
  const signed = concat([
    Uint8Array.of(0x84, 0x60 | context.length),
    context,
    byteString(envelope.protectedHeader),
    Uint8Array.of(0x40),
    byteString(envelope.payload),
  ]);
  if (!(await verifyEd25519(envelope.signature, signed, publicKey))) refuse("bad_signature");
}

function readHeader(protectedHeader: Uint8Array): string {
  const header = decodeCbor(protectedHeader);
  if (!(header instanceof CborMap) || header.entries.length !== 2) refuse("bad_header");
  const [algorithm, keyId] = header.entries;
  if (algorithm?.[0] !== HEADER_ALG || algorithm[1] !== ALG_EDDSA || keyId?.[0] !== HEADER_KID) refuse("bad_header");
  const id = keyId[1];
  if (!(id instanceof Uint8Array) || id.length !== 8) refuse("bad_header");
  return hex(id);
}

function byteString(bytes: Uint8Array): Uint8Array {
  const length = bytes.length;
  const head = length < 24 ? [0x40 | length] : length < 0x100 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return concat([Uint8Array.from(head), bytes]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
