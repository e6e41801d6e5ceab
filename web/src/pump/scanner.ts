import { make, makeButton, submitForm, textOf } from "../page/dom";
import { Camera, readPicture } from "./camera";
import { KeyCheck } from "./key-check";

/** Puts a camera into `[data-scanner]`; the text it reads goes into the field `data-target` names. */
export function enhanceScanner(root: HTMLElement): void {
  const target = document.querySelector<HTMLInputElement>(root.dataset["target"] ?? "");
  if (target) new Scanner(root, target).start();
}

class Scanner {
  private camera: Camera | null = null;
  private isChecking = false;
  private isWanted = false;
  private isStarting = false;
  private readonly view = make("div", { class: "scanner-view", hidden: true });
  private readonly video = make("video", { class: "scanner-video", playsinline: true, muted: true });
  private readonly message = make("div", { class: "scanner-message", role: "status" });
  private readonly open: HTMLButtonElement;
  private readonly close: HTMLButtonElement;
  private readonly keys: KeyCheck;
  private readonly torch: HTMLButtonElement;

  constructor(
    private readonly root: HTMLElement,
    private readonly target: HTMLInputElement,
  ) {
    this.keys = KeyCheck.of(root);
    this.open = makeButton(textOf(root, "start"), "button scanner-start", () => void this.run());
    this.close = makeButton(textOf(root, "stop"), "button secondary", () => this.pause());
    this.torch = makeButton(textOf(root, "torch"), "button secondary", () => void this.light());
  }

  start(): void {
    this.keys.prepare(Date.now());
    this.video.muted = true;
    this.video.setAttribute("aria-label", textOf(this.root, "view"));
    this.torch.hidden = true;
    this.torch.setAttribute("aria-pressed", "false");
    const controls = make("div", { class: "scanner-controls" }, this.close, this.torch);
    this.view.append(this.video, controls);
    this.root.replaceChildren(this.open, this.view, this.message, this.makePictureInput());
    this.root.classList.add("scanner");
    document.addEventListener("visibilitychange", () => this.onVisibility());
    addEventListener("pagehide", () => this.stop());
    if (!navigator.mediaDevices?.getUserMedia) this.open.hidden = true;
    else void this.runIfAllowed();
  }

  /** The way out when the live camera fails: the phone's own camera app. */
  private makePictureInput(): HTMLElement {
    const input = make("input", { type: "file", accept: "image/*", capture: "environment", class: "scanner-file" });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = "";
      if (file) void this.onPicture(file);
    });
    return make("label", { class: "button secondary scanner-picture" }, textOf(this.root, "picture"), input);
  }

  private async onPicture(file: Blob): Promise<void> {
    const text = await readPicture(file).catch(() => null);
    if (text === null) this.say("unreadable");
    else await this.onText(text, true);
  }

  /** A camera already allowed starts by itself; otherwise the person asks for it. */
  private async runIfAllowed(): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: "camera" as PermissionName });
      if (permission.state === "granted") await this.run();
    } catch {
      // This browser does not tell: the button is there.
    }
  }

  private async run(): Promise<void> {
    this.isWanted = true;
    if (this.isStarting || this.camera) return;
    this.isStarting = true;
    this.open.hidden = true;
    this.message.replaceChildren();
    this.view.hidden = false;
    try {
      this.camera = await Camera.start(this.video, (text) => void this.onText(text, false));
      this.torch.hidden = !this.camera.hasTorch;
      // Much can happen while a person is asked for permission.
      if (!this.isWanted || document.hidden || !this.root.isConnected) this.stop();
    } catch (error) {
      this.pause();
      this.say(error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "no-camera");
    } finally {
      this.isStarting = false;
    }
  }

  private stop(): void {
    this.camera?.stop();
    this.camera = null;
    this.view.hidden = true;
  }

  private pause(): void {
    this.isWanted = false;
    this.stop();
    this.open.hidden = false;
  }

  private onVisibility(): void {
    if (!this.root.isConnected) this.pause();
    else if (document.hidden) this.stop();
    else if (this.isWanted) void this.run();
  }

  private async light(): Promise<void> {
    const lit = await this.camera?.toggleTorch().catch(() => false);
    this.torch.setAttribute("aria-pressed", String(lit === true));
  }

  private async onText(text: string, isPicture: boolean): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      const objection = await this.keys.objectionTo(text, Date.now());
      // Pumps are full of other QR codes: say so and keep looking.
      if (objection === "not_a_voucher") return this.sayRefusal(objection);
      if (!isPicture && !this.camera) return;
      this.pause();
      // Before the first tap a browser would only complain.
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(80);
      this.target.value = text;
      if (objection === null) this.send();
      else this.offer(objection);
    } finally {
      this.isChecking = false;
    }
  }

  private send(): void {
    this.message.replaceChildren(make("p", {}, textOf(this.root, "read")));
    if (this.target.form) submitForm(this.target.form);
  }

  /** Our opinion is not the last word: the attendant may still ask the server. */
  private offer(code: string): void {
    this.sayRefusal(code);
    this.message.append(makeButton(textOf(this.root, "send-anyway"), "button secondary", () => this.send()));
    this.open.focus();
  }

  private say(name: string): void {
    this.message.replaceChildren(make("p", { class: "scanner-problem" }, textOf(this.root, name)));
  }

  private sayRefusal(code: string): void {
    const texts = document.querySelector<HTMLTemplateElement>("template#refusal-texts")?.content;
    const text = texts?.querySelector(`[data-code="${code}"]`) ?? texts?.querySelector('[data-code="other"]');
    const words = text?.textContent?.trim() ?? "";
    if (this.message.textContent?.trim() === words) return;
    this.message.replaceChildren(make("p", { class: "scanner-problem" }, words));
  }
}
