import { make, textOf } from "../page/dom";

const LONGEST_PX = 1280;
const PREVIEW_PX = 320;
const QUALITY = 0.6;
const POSITION_LIMIT_MS = 8_000;

/**
 * Makes a photo small before it is sent, shows it, and adds when and (where allowed) where it was taken.
 * Whatever fails here leaves the photo as it was: a photo never blocks.
 */
export function enhancePhoto(input: HTMLInputElement): void {
  const preview = make("canvas", { class: "photo-preview", role: "img", hidden: true });
  preview.setAttribute("aria-label", textOf(input, "preview"));
  const status = make("p", { class: "photo-status", role: "status" });
  // The browser's own button speaks the phone's language, not the page's.
  const take = make("label", { class: "button secondary photo-take", for: input.id }, textOf(input, "take"));
  input.classList.add("photo-input");
  input.after(take, preview, status);
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    preview.hidden = true;
    status.textContent = "";
    take.textContent = textOf(input, file ? "again" : "take");
    if (!file) return;
    setHidden(input, "taken_at", new Date(file.lastModified).toISOString());
    if (input.hasAttribute("data-position")) addPosition(input);
    void shrink(input, file, preview, status);
  });
}

async function shrink(
  input: HTMLInputElement,
  file: File,
  preview: HTMLCanvasElement,
  status: HTMLElement,
): Promise<void> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    draw(canvas, bitmap, LONGEST_PX);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    // A newer photo may have been chosen meanwhile.
    if (!blob || input.files?.[0] !== file) return;
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "photo.jpg", { type: "image/jpeg", lastModified: file.lastModified }));
    input.files = chosen.files;
    draw(preview, bitmap, PREVIEW_PX);
    preview.hidden = false;
    status.textContent = textOf(input, "ready", { kb: String(Math.ceil(blob.size / 1000)) });
  } catch {
    status.textContent = textOf(input, "kept");
  }
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap, longestPx: number): void {
  const scale = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

function addPosition(input: HTMLInputElement): void {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      setHidden(input, "latitude", coords.latitude.toFixed(6));
      setHidden(input, "longitude", coords.longitude.toFixed(6));
      setHidden(input, "accuracy_m", String(Math.ceil(coords.accuracy)));
    },
    () => undefined,
    { enableHighAccuracy: true, maximumAge: 60_000, timeout: POSITION_LIMIT_MS },
  );
}

function setHidden(input: HTMLInputElement, what: string, value: string): void {
  const name = `${input.name}_${what}`;
  const form = input.form;
  const known = form?.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);
  const field = known ?? make("input", { type: "hidden", name });
  field.value = value;
  if (!known) input.after(field);
}
