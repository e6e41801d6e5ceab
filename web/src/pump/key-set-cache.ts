import { fromBase64Url } from "../token/bytes";
import { openKeySet, type KeySet } from "../token/key-set";

/** Where the set is fetched and which key must have sealed it, as the page says. */
export interface KeySetSource {
  readonly url: string;
  readonly rootKey: string;
}

type Store = Pick<Storage, "getItem" | "setItem">;
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const STORED_AS = "sihebat.key-set";
const FETCH_LIMIT_MS = 5_000;

/**
 * The city's voucher keys on this phone: fetched while there is a network, kept for when there is none.
 * A set that is older than the one at hand is never taken, whoever serves it.
 */
export class KeySetCache {
  private newest: KeySet | null = null;
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly source: KeySetSource,
    private readonly store: Store | null,
    private readonly fetch: Fetch,
  ) {}

  /** The keys that hold now; waits for the network only where none are kept. */
  async current(nowS: number): Promise<KeySet | null> {
    if (!this.newest) await this.take(this.kept(), nowS);
    const refreshed = this.refresh(nowS);
    if (!this.holds(nowS)) await refreshed;
    return this.holds(nowS) ? this.newest : null;
  }

  /** Asks the server once a page. */
  refresh(nowS: number): Promise<void> {
    this.refreshing ??= this.ask(nowS);
    return this.refreshing;
  }

  private async ask(nowS: number): Promise<void> {
    try {
      const answer = await this.fetch(this.source.url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
      if (!answer.ok) return;
      const { key_set } = (await answer.json()) as { readonly key_set: string };
      if (await this.take(key_set, nowS)) this.store?.setItem(STORED_AS, key_set);
    } catch {
      // No network, or no room to keep it: what is at hand goes on.
    }
  }

  private async take(sealed: string | null, nowS: number): Promise<boolean> {
    if (!sealed) return false;
    try {
      const opened = await openKeySet(fromBase64Url(sealed), fromBase64Url(this.source.rootKey), nowS);
      if (opened.outcome !== "accepted") return false;
      if (this.newest && opened.keySet.issuedAtS < this.newest.issuedAtS) return false;
      this.newest = opened.keySet;
      return true;
    } catch {
      return false;
    }
  }

  private kept(): string | null {
    try {
      return this.store?.getItem(STORED_AS) ?? null;
    } catch {
      return null;
    }
  }

  private holds(nowS: number): boolean {
    return this.newest !== null && nowS < this.newest.expiresAtS;
  }
}
