import "./pump/pump.css";
import { focusErrors, findAll } from "./page/dom";
import { enhanceKeypad } from "./pump/keypad";
import { enhancePhoto } from "./pump/photo";
import { enhanceScanner } from "./pump/scanner";
import { enhanceShortCode } from "./pump/short-code-hint";
import { enhanceForm } from "./pump/single-flight";

/** The attendant's pages. The contract with the server's HTML is in `web/README.md`. */
function enhance(root: ParentNode): void {
  findAll(root, "[data-keypad]").forEach(enhanceKeypad);
  findAll(root, "[data-scanner]").forEach(enhanceScanner);
  findAll<HTMLInputElement>(root, "input[data-photo]").forEach(enhancePhoto);
  findAll<HTMLInputElement>(root, "input[data-short-code]").forEach(enhanceShortCode);
  // Last: its listener must run after those that hold a form back to ask.
  findAll<HTMLFormElement>(root, "form[data-single-flight]").forEach((form) => enhanceForm(form, enhance));
  focusErrors(root);
}

// A page from the back-forward cache holds a key that is used up: ask the server for a fresh one.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
enhance(document);
