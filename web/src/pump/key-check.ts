import type { RefusalCode } from "../token/refusal";
import { looksLikeVoucher, verifyToken } from "../token/token";
import { KeySetCache } from "./key-set-cache";

/** A first opinion on scanned texts, on the phone, before the server's. */
export class KeyCheck {
  constructor(private readonly keys: KeySetCache | null) {}

  /** With the keys that `[data-scanner]` names; without any, only the beginning of a text is looked at. */
  static of(scanner: HTMLElement): KeyCheck {
    const { keySet: url, rootKey } = scanner.dataset;
    if (!url || !rootKey) return new KeyCheck(null);
    return new KeyCheck(new KeySetCache({ url, rootKey }, storage(), (where, init) => fetch(where, init)));
  }

  /** Fetches the keys before the first scan. */
  prepare(nowMs: number): void {
    void this.keys?.current(seconds(nowMs));
  }

  /** What speaks against a text: null where nothing does, or where nothing can be said. */
  async objectionTo(text: string, nowMs: number): Promise<RefusalCode | null> {
    if (!looksLikeVoucher(text)) return "not_a_voucher";
    const first = await this.check(text, nowMs);
    if (first !== "unknown_key") return first;
    // A key of today may be missing in the set that was kept.
    await this.keys?.refresh(seconds(nowMs));
    return this.check(text, nowMs);
  }

  private async check(text: string, nowMs: number): Promise<RefusalCode | null> {
    const nowS = seconds(nowMs);
    const keySet = await this.keys?.current(nowS);
    if (!keySet) return null;
    const { outcome } = await verifyToken(text, keySet, nowS);
    return outcome === "accepted" ? null : outcome;
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** A browser may refuse to keep anything. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
