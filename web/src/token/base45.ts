import { refuse } from "./refusal";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Reads Base45 (RFC 9285); refuses foreign characters, a lone last one and groups that overflow. */
export function decodeBase45(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = text.slice(at, at + 3);
    let value = 0;
    for (let place = group.length - 1; place >= 0; place -= 1) {
      const digit = ALPHABET.indexOf(group.charAt(place));
      if (digit < 0) refuse("bad_base45");
      value = value * 45 + digit;
    }
    if (group.length === 3 && value <= 0xffff) bytes.push(value >> 8, value & 0xff);
    else if (group.length === 2 && value <= 0xff) bytes.push(value);
    else refuse("bad_base45");
  }
  return Uint8Array.from(bytes);
}
