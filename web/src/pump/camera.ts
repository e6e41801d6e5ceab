/** The decoder is a large part of the script: it is fetched once there is something to read. */
const fetchDecoder = async () => (await import("qr/decode.js")).default;
type Decoder = Awaited<ReturnType<typeof fetchDecoder>>;

/** Between frames, for six a second: enough to feel instant, few enough for a cheap phone. */
const FRAME_MS = 166;
const SMALL_WIDTH = 960;
const DECODE_LIMIT_MS = 90;

/** Not yet in TypeScript's DOM: the torch of a phone's camera. */
interface TorchCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

/** A running camera that reports every QR text it sees. */
export class Camera {
  private readonly canvas = document.createElement("canvas");
  private timer = 0;
  private isSmall = true;
  private lit = false;

  private constructor(
    readonly video: HTMLVideoElement,
    private readonly track: MediaStreamTrack,
    private readonly decode: Decoder,
    private readonly onText: (text: string) => void,
  ) {}

  /** Starts the rear camera; throws what `getUserMedia` throws, or where the decoder cannot be fetched. */
  static async start(video: HTMLVideoElement, onText: (text: string) => void): Promise<Camera> {
    // First: without it the camera's light would burn for nothing.
    const decode = await fetchDecoder();
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, ...size },
    });
    const track = stream.getVideoTracks()[0];
    if (!track) throw new DOMException("no track", "NotFoundError");
    video.srcObject = stream;
    await video.play();
    const camera = new Camera(video, track, decode, onText);
    camera.next(0);
    return camera;
  }

  get hasTorch(): boolean {
    const capabilities = this.track.getCapabilities?.() as TorchCapabilities | undefined;
    return capabilities?.torch === true;
  }

  /** Turns the light on or off and says whether it is on. */
  async toggleTorch(): Promise<boolean> {
    const lit = !this.lit;
    await this.track.applyConstraints({ advanced: [{ torch: lit } as MediaTrackConstraintSet] });
    return (this.lit = lit);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = -1;
    this.track.stop();
    this.video.srcObject = null;
  }

  private next(waitMs: number): void {
    this.timer = window.setTimeout(() => this.look(), waitMs);
  }

  private look(): void {
    const startedMs = performance.now();
    const { videoWidth, videoHeight } = this.video;
    // Shrinking averages the noise away; the full size catches what is small. They take turns.
    const width = this.isSmall ? Math.min(SMALL_WIDTH, videoWidth) : videoWidth;
    this.isSmall = !this.isSmall;
    const text = videoWidth > 0 ? readFrame(this.decode, this.canvas, this.video, width, Math.round((width * videoHeight) / videoWidth)) : null;
    if (text !== null) this.onText(text);
    if (this.timer !== -1) this.next(Math.max(20, FRAME_MS - (performance.now() - startedMs)));
  }
}

/** Reads a still picture at two sizes; null when it shows no QR. */
export async function readPicture(file: Blob): Promise<string | null> {
  const [decode, bitmap] = await Promise.all([fetchDecoder(), createImageBitmap(file)]);
  const canvas = document.createElement("canvas");
  for (const longest of [SMALL_WIDTH, 1600]) {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const text = readFrame(decode, canvas, bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    if (text !== null) return text;
  }
  return null;
}

function readFrame(decodeQR: Decoder, canvas: HTMLCanvasElement, source: CanvasImageSource, width: number, height: number): string | null {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  try {
    return decodeQR({ width, height, data }, { timeLimit: DECODE_LIMIT_MS });
  } catch {
    return null;
  }
}
