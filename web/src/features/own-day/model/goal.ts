/** Whether a figure is where it should be. Pure. */

export type Direction = "at_least" | "at_most";

/** Null where there is no goal, or nothing yet to measure. */
export function isMet(value: number | null, goal: number | null, direction: Direction): boolean | null {
  if (value === null || goal === null) return null;
  return direction === "at_least" ? value >= goal : value <= goal;
}

/** How far a bar is filled, from 0 to 1; without a goal there is no bar. */
export function filled(value: number | null, goal: number | null): number | null {
  if (goal === null || goal <= 0) return null;
  return Math.min(1, Math.max(0, (value ?? 0) / goal));
}

/** The hours to draw: from the first with work to the last, and never fewer than eight. */
export function workedHours(byHour: readonly number[]): { hour: number; count: number }[] {
  const first = byHour.findIndex((count) => count > 0);
  if (first === -1) return [];
  const last = byHour.findLastIndex((count) => count > 0);
  const from = Math.max(0, Math.min(first, last - 7));
  const to = Math.min(byHour.length - 1, Math.max(last, from + 7));
  return byHour.map((count, hour) => ({ hour, count })).slice(from, to + 1);
}
