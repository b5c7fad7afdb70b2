/** Rings until told to stop: a soft two-note call, the page's title, and a notification. */
import { notify } from "@/shared/notify/notify";

const NOTES: [frequency: number, at: number][] = [
  [523.25, 0],
  [659.25, 0.22],
  [523.25, 0.9],
  [659.25, 1.12],
];
const EVERY_MS = 2_600;
const TITLE_MS = 900;

let context: AudioContext | undefined;

function wake(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

/** Browsers let a page sound only after a first touch, and ask about notifications only then. */
export function prepareRinging(): void {
  const first = () => {
    wake();
    if ("Notification" in window && Notification.permission === "default") {
      void Notification.requestPermission();
    }
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, first, { once: true });
}

function soundOnce(): void {
  // Before a first touch browsers refuse the sound; the title and the notification still call.
  if (!("AudioContext" in window) || !navigator.userActivation?.hasBeenActive) return;
  wake();
  if (context?.state !== "running") return;
  for (const [frequency, at] of NOTES) {
    const start = context.currentTime + at;
    const tone = context.createOscillator();
    const level = context.createGain();
    tone.type = "sine";
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(0.22, start + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(level).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.55);
  }
}

/** Sounds once, for something that can wait longer than a caller. */
export function chime(title: string, body: string, path = "/desk"): void {
  soundOnce();
  notify({ title, body, tag: `reminder ${path}`, path });
}

/** Start ringing; the returned function ends it and puts the title back. */
export function ring({ title, body }: { title: string; body: string }): () => void {
  const usual = document.title;
  let isLoud = false;
  soundOnce();
  const sound = setInterval(soundOnce, EVERY_MS);
  const flash = setInterval(() => {
    isLoud = !isLoud;
    document.title = isLoud ? `● ${title}` : usual;
  }, TITLE_MS);
  const takeAway = notify({ title, body, tag: "offer", path: "/desk" });
  return () => {
    clearInterval(sound);
    clearInterval(flash);
    takeAway();
    document.title = usual;
  };
}
