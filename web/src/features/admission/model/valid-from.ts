/** When a version begins to count, as a field for local date and time gives it. Pure. */

const A_MINUTE = 60_000;

/** What is over at once: nobody means that. */
export function isOver(local: string, now: number): boolean {
  return Date.parse(local) <= now;
}

/** What began before: the minute that runs is the picker's own for now. */
export function isPast(local: string, now: number): boolean {
  return Date.parse(local) <= now - A_MINUTE;
}

/** Null for an empty field and for the minute that runs: at once. */
export function laterOnly(local: string, now: number): string | null {
  const at = local ? Date.parse(local) : Number.NaN;
  return at > now ? new Date(at).toISOString() : null;
}
