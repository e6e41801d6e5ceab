import { findAll, make, textOf } from "./dom";

/** `button[data-copy]` copies the attribute's value; shown only where scripts run. */
export function offerCopying(root: ParentNode): void {
  for (const button of findAll(root, "[data-copy]")) button.hidden = false;
}

/** One listener for all copy and share controls, also those that arrive later. */
export function handleSharing(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const copy = target?.closest<HTMLElement>("[data-copy]");
    if (copy) void copyFrom(copy);
    const share = target?.closest<HTMLAnchorElement>("a[data-share]");
    if (share && typeof navigator.share === "function") {
      event.preventDefault();
      void shareFrom(share);
    }
  });
}

async function copyFrom(button: HTMLElement): Promise<void> {
  const text = button.dataset["copy"] ?? "";
  const copied = await writeClipboard(text);
  const status = button.nextElementSibling?.matches("[data-copy-status]")
    ? button.nextElementSibling
    : make("span", { role: "status", "data-copy-status": true });
  button.after(status);
  status.textContent = textOf(button, copied ? "done" : "failed");
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The phone's own share sheet; the link to WhatsApp in `href` where that fails. */
async function shareFrom(link: HTMLAnchorElement): Promise<void> {
  const { shareTitle = "", shareText = "", shareUrl = "" } = link.dataset;
  const url = new URL(shareUrl, location.href).href;
  try {
    await navigator.share({ title: shareTitle, text: shareText, url });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(link.href);
  }
}
