/** Elements below (and including) a root that match a selector. */
export function findAll<T extends Element = HTMLElement>(root: ParentNode, selector: string): T[] {
  const found = Array.from(root.querySelectorAll<T>(selector));
  return root instanceof Element && root.matches(selector) ? [root as unknown as T, ...found] : found;
}

type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element; `true` sets a bare attribute, `false` none. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** A button that does not submit. */
export function makeButton(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: className }, label);
  button.addEventListener("click", onClick);
  return button;
}

/**
 * A text the server wrote for the script: `data-text-over-tank` for `over-tank`, with `{name}` filled in.
 * The words stay on the server, where they are translated.
 */
export function textOf(element: HTMLElement, name: string, values: Readonly<Record<string, string>> = {}): string {
  const text = element.getAttribute(`data-text-${name}`) ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** Submits a form as its button would, also where `requestSubmit` is unknown (Safari before 16). */
export function submitForm(form: HTMLFormElement, submitter?: HTMLElement | null): void {
  const button = submitter ?? form.querySelector<HTMLElement>("button:not([type=button]), input[type=submit]");
  if (button) button.click();
  else if (typeof form.requestSubmit === "function") form.requestSubmit();
  else form.submit();
}

/** Moves the focus to the error summary, if there is one. */
export function focusErrors(root: ParentNode): void {
  const summary = root.querySelector<HTMLElement>(".error-summary");
  if (!summary) return;
  if (!summary.hasAttribute("tabindex")) summary.tabIndex = -1;
  summary.focus();
}
