/**
 * Checks an Ed25519 signature with WebCrypto, or with `@noble/ed25519`, loaded only where WebCrypto does
 * not know the algorithm.
 */
export async function verifyEd25519(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", plain(publicKey), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, plain(signature), plain(message));
  } catch {
    return verifyWithoutWebCrypto(signature, message, publicKey);
  }
}

/** The way of old phones; bytes that are no key or no signature do not verify. */
export async function verifyWithoutWebCrypto(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519");
  try {
    return await verifyAsync(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** A copy in a buffer of its own, as WebCrypto's types want it. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
