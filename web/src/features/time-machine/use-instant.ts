/** The instant that is shown: the address gives it, and is told it once it rests. */
import { useEffect, useRef, useState } from "react";
import { useSettled } from "@/shared/ui/use-settled";

const REST_MS = 300;

interface Wanted {
  given: number;
  /** While the day is played, the address stays: browsers refuse to write it so often. */
  isPlaying: boolean;
  onRest: (at: number) => void;
}

export function useInstant({ given, isPlaying, onRest }: Wanted) {
  const [at, setAt] = useState(given);
  const rested = useSettled(at, REST_MS);
  const inAddress = useRef(given);
  const tell = useRef(onRest);
  tell.current = onRest;
  useEffect(() => {
    if (given === inAddress.current) return;
    inAddress.current = given;
    setAt(given);
  }, [given]);
  useEffect(() => {
    if (isPlaying || rested !== at || rested === inAddress.current) return;
    inAddress.current = rested;
    tell.current(rested);
  }, [at, rested, isPlaying]);
  return [at, setAt] as const;
}
