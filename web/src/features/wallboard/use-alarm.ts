/** The sound of an alarm: three short notes when a tile that may sound comes to be in alarm. */
import { useCallback, useEffect, useRef, useState } from "react";

const NOTES_HZ = [880, 880, 660];
const NOTE_S = 0.18;
const GAP_S = 0.08;

function play(context: AudioContext): void {
  NOTES_HZ.forEach((frequency, index) => {
    const from = context.currentTime + index * (NOTE_S + GAP_S);
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.4, from + 0.02);
    volume.gain.linearRampToValueAtTime(0, from + NOTE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + NOTE_S);
  });
}

interface Alarm {
  /** Browsers are silent until somebody has touched the page. */
  isSilent: boolean;
  allow: () => void;
}

/** `alarms` are the ids of the tiles that are in alarm and may sound; `isWanted`: there are such tiles. */
export function useAlarm(alarms: readonly string[], isWanted: boolean): Alarm {
  const context = useRef<AudioContext | null>(null);
  const [isSilent, setSilent] = useState(true);
  const heard = useRef<ReadonlySet<string>>(new Set());
  const allow = useCallback(() => {
    context.current ??= new AudioContext();
    const made = context.current;
    const tell = () => setSilent(made.state !== "running");
    made.onstatechange = tell;
    void made.resume().then(tell);
  }, []);
  // A kiosk browser is started with leave to sound: then nobody needs to touch the page, ever.
  useEffect(() => {
    if (isWanted) allow();
  }, [isWanted, allow]);
  const key = alarms.join(" ");
  // An alarm that stood before there was leave to sound is told once there is.
  useEffect(() => {
    const now = key ? key.split(" ") : [];
    const before = heard.current;
    const made = isSilent ? null : context.current;
    if (made && now.some((id) => !before.has(id))) play(made);
    heard.current = new Set(made ? now : now.filter((id) => before.has(id)));
  }, [key, isSilent]);
  useEffect(
    () => () => {
      void context.current?.close();
      context.current = null;
    },
    [],
  );
  return { isSilent, allow };
}
