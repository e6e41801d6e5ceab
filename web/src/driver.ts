/** The driver's page: keeps the screen lit while the QR is shown. */
async function keepAwake(): Promise<void> {
  if (!("wakeLock" in navigator) || document.hidden) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Low battery or no permission: the page tells the driver to brighten the screen anyway.
  }
}

// The lock ends whenever the page is hidden.
document.addEventListener("visibilitychange", () => void keepAwake());
void keepAwake();
