/** A running timer: how long since an instant, or how long until one, in the server's time. */
import { useSyncExternalStore } from "react";
import { currentSecond, onEachSecond } from "./server-clock";
import { clockText, spanAttribute } from "./spans";

function useSecond(): number {
  return useSyncExternalStore(onEachSecond, currentSecond);
}

interface Props {
  since: string;
  /** What had passed before, in milliseconds. */
  before?: number;
  className?: string;
}

export function ElapsedTime({ since, before = 0, className }: Props) {
  const seconds = useSecond() - Math.floor((Date.parse(since) - before) / 1000);
  return (
    <time dateTime={spanAttribute(seconds)} className={`figures ${className ?? ""}`}>
      {clockText(seconds)}
    </time>
  );
}

/** Seconds left until `until`, never below nought. */
export function useSecondsLeft(until: string | null): number {
  const second = useSecond();
  return until === null ? 0 : Math.max(0, Math.floor(Date.parse(until) / 1000) - second);
}

/** Seconds passed since `since`. */
export function useSecondsSince(since: string | null): number {
  const second = useSecond();
  return since === null ? 0 : Math.max(0, second - Math.floor(Date.parse(since) / 1000));
}
