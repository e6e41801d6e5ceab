import { make, makeButton, textOf } from "../page/dom";

const ANSWER_LIMIT_MS = 20_000;

/** What is sent; kept so that a repeat is the same request with the same idempotency key. */
interface Flight {
  readonly url: string;
  readonly body: FormData | URLSearchParams;
  readonly button: HTMLElement | null;
}

/**
 * Sends `form[data-single-flight]` once: a second press does nothing, and when no answer comes the same
 * content is offered again under the same key, so that the server can tell a repeat from a second wish.
 */
export function enhanceForm(form: HTMLFormElement, enhance: (root: ParentNode) => void): void {
  let inFlight = false;
  const notice = make("div", { class: "flight-notice", role: "alert", tabindex: "-1", hidden: true });
  form.before(notice);

  const send = async (flight: Flight): Promise<void> => {
    if (inFlight) return;
    inFlight = true;
    notice.hidden = true;
    const restore = markSending(form, flight.button);
    const answer = await request(flight).catch(() => null);
    inFlight = false;
    if (answer && (await follow(answer, enhance))) return;
    restore();
    offerRepeat(flight, answer === null ? "failed" : "refused");
  };

  const offerRepeat = (flight: Flight, reason: string): void => {
    // The outcome is unknown: other content under this key would be refused, so the form is locked.
    form.toggleAttribute("inert", true);
    const again = () => {
      removeEventListener("online", again);
      void send(flight);
    };
    notice.replaceChildren(
      make("p", {}, textOf(form, reason)),
      makeButton(textOf(form, "retry"), "button", again),
    );
    notice.hidden = false;
    notice.focus();
    addEventListener("online", again, { once: true });
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!inFlight && !form.hasAttribute("inert")) void send(flightOf(form, event.submitter));
  });
}

function flightOf(form: HTMLFormElement, button: HTMLElement | null): Flight {
  const data = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) data.append(button.name, button.value);
  const url = (button?.hasAttribute("formaction") && (button as HTMLButtonElement).formAction) || form.action;
  if (form.enctype === "multipart/form-data") return { url, body: data, button };
  const pairs = Array.from(data, ([name, value]) => [name, typeof value === "string" ? value : value.name]);
  return { url, body: new URLSearchParams(pairs), button };
}

async function request({ url, body }: Flight): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_LIMIT_MS);
  try {
    const headers = { Accept: "text/html", "X-Sihebat-Fetch": "1" };
    return await fetch(url, { method: "POST", body, headers, credentials: "same-origin", signal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Shows the answer; false when there is none worth showing and the request should be repeated. */
async function follow(answer: Response, enhance: (root: ParentNode) => void): Promise<boolean> {
  const place = answer.headers.get("X-Sihebat-Location") ?? (answer.redirected ? answer.url : null);
  if (place && answer.ok) {
    location.assign(place);
    return true;
  }
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html") === true;
  if (!isPage || answer.status === 429 || answer.status >= 500) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [theirs, ours] = [page.querySelector("main"), document.querySelector("main")];
  if (!theirs || !ours) return false;
  document.title = page.title;
  ours.replaceWith(document.adoptNode(theirs));
  scrollTo(0, 0);
  enhance(theirs);
  return true;
}

/** Says so on the button and to screen readers; gives back how it was. */
function markSending(form: HTMLFormElement, button: HTMLElement | null): () => void {
  const words = button?.textContent ?? "";
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
  if (button) button.textContent = textOf(form, "sending");
  return () => {
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
    if (button) button.textContent = words;
  };
}
