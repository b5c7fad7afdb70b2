/** The server's time on this page, and one tick a second that every running timer shares. */

let offset = 0;
let leastDoubt = Number.POSITIVE_INFINITY;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Learn from a message that was `trip` ms on its way there and back: the surer, the truer.
 * `doubt` is how far off it may be; for a message that was not asked for it is a guess.
 */
export function learnServerTime(serverTime: string, trip: number, doubt: number = trip): void {
  const at = Date.parse(serverTime);
  if (Number.isNaN(at)) return;
  const found = at + trip / 2 - Date.now();
  const hasDrifted = Math.abs(found - offset) > doubt + 250;
  if (doubt > leastDoubt && !hasDrifted) return;
  leastDoubt = doubt;
  offset = found;
}

export function serverNow(): number {
  return Date.now() + offset;
}

function tick(): void {
  timer = setTimeout(tick, 1000 - (serverNow() % 1000) + 5);
  for (const listener of listeners) listener();
}

export function onEachSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setTimeout(tick, 1000 - (serverNow() % 1000) + 5);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/** The current second, for useSyncExternalStore. */
export function currentSecond(): number {
  return Math.floor(serverNow() / 1000);
}
