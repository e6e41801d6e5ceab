import { fromBase64Url } from "../token/bytes";
import { openKeySet } from "../token/key-set";
import type { RefusalCode } from "../token/refusal";
import { looksLikeVoucher, verifyToken } from "../token/token";

/** `#key-set`, as the server embeds it; both values are base64url. */
interface EmbeddedKeySet {
  readonly root_key: string;
  readonly key_set: string;
}

/**
 * A first opinion on a scanned text, before the server's: null when there is nothing against it.
 * Without keys, or when anything goes wrong here, only the beginning of the text is looked at.
 */
export async function objectionTo(text: string, nowMs: number): Promise<RefusalCode | null> {
  if (!looksLikeVoucher(text)) return "not_a_voucher";
  const embedded = document.getElementById("key-set")?.textContent;
  if (!embedded) return null;
  try {
    const { root_key, key_set } = JSON.parse(embedded) as EmbeddedKeySet;
    const nowS = Math.floor(nowMs / 1000);
    const opened = await openKeySet(fromBase64Url(key_set), fromBase64Url(root_key), nowS);
    if (opened.outcome !== "accepted") return null;
    const checked = await verifyToken(text, opened.keySet, nowS);
    return checked.outcome === "accepted" ? null : checked.outcome;
  } catch {
    return null;
  }
}
