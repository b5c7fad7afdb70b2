/** How loud the chosen microphone is now, from 0 to 1; null when it cannot be opened. */
import { useEffect, useState } from "react";
import { closeStream, openMicrophone } from "./model/microphone";

/** Speech at arm's length should fill about two thirds of the meter. */
const FULL_SCALE = 0.3;

export function useMicrophoneLevel(): number | null {
  const [level, setLevel] = useState<number | null>(0);
  useEffect(() => {
    let isWanted = true;
    let close = () => {};
    openMicrophone().then(
      (stream) => {
        close = isWanted ? meter(stream, setLevel) : () => closeStream(stream);
        if (!isWanted) close();
      },
      () => isWanted && setLevel(null),
    );
    return () => {
      isWanted = false;
      close();
    };
  }, []);
  return level;
}

function meter(stream: MediaStream, show: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  let frame = requestAnimationFrame(function look() {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    show(Math.min(1, Math.sqrt(power) / FULL_SCALE));
    frame = requestAnimationFrame(look);
  });
  return () => {
    cancelAnimationFrame(frame);
    closeStream(stream);
    void context.close();
  };
}
