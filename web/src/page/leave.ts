/** Asks before a page with a changed `form[data-confirm-leave]` is left without sending it. */
export function guardLeaving(): void {
  const changed = new Set<HTMLFormElement>();
  document.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-confirm-leave]") : null;
    if (form) changed.add(form);
  });
  for (const done of ["submit", "reset"]) {
    document.addEventListener(done, ({ target }) => changed.delete(target as HTMLFormElement));
  }
  addEventListener("beforeunload", (event) => {
    if (![...changed].some((form) => form.isConnected)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
