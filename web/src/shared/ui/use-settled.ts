/** A value once it has not changed for `pauseMs`: who types or drags gives many on the way. */
import { useEffect, useState } from "react";

export function useSettled<T extends string | number>(value: T, pauseMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
