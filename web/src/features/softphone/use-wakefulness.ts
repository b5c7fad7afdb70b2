/** Whether the browser let this page sleep: a sleeping page hears of no call. */
import { useEffect, useState } from "react";

const EVERY_MS = 5_000;
/** Background pages are slowed down to one tick a minute at worst; more than that is sleep. */
const ASLEEP_MS = 90_000;

/** The seconds that the page has slept last; null until it did, and again once `forget` is called. */
export function useWakefulness(): { sleptS: number | null; forget: () => void } {
  const [sleptS, setSleptS] = useState<number | null>(null);
  useEffect(() => {
    let last = Date.now();
    const timer = setInterval(() => {
      const now = Date.now();
      if (now - last > ASLEEP_MS) setSleptS(Math.round((now - last) / 1_000));
      last = now;
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return { sleptS, forget: () => setSleptS(null) };
}
