/** The instants of one day that can be looked at. Pure. */

export interface Span {
  first: number;
  last: number;
}

/** Ten seconds: what one press of an arrow key moves. */
export const STEP_MS = 10_000;
const DAY_MS = 86_400_000;

/** From the day's beginning to its end, or to now on the present day; null for days to come. */
export function spanOf(begin: string | undefined, now: number): Span | null {
  if (!begin) return null;
  const first = Date.parse(begin);
  const last = Math.min(first + DAY_MS - STEP_MS, Math.floor(now / STEP_MS) * STEP_MS);
  return last > first ? { first, last } : null;
}

const ROUND_MS = 300_000;

interface Figures {
  at: string;
  waiting: number;
  ready: number;
  busy: number;
}

/** The part of a day worth looking at: from a moment before anybody was there. */
export function busyPart(span: Span, points: readonly Figures[]): Span {
  const begin = points.find(({ waiting, ready, busy }) => waiting + ready + busy > 0);
  if (!begin) return span;
  const before = Math.floor((Date.parse(begin.at) - STEP_MS) / ROUND_MS) * ROUND_MS;
  return { first: Math.max(span.first, before), last: span.last };
}

export function within(span: Span, at: number): number {
  const step = Math.round((at - span.first) / STEP_MS);
  return Math.min(span.last, Math.max(span.first, span.first + step * STEP_MS));
}

/**
 * The first whole millisecond by which what was told for `iso` has happened: the journal counts in
 * microseconds, and cut off they would show the centre just before.
 */
export function instantOf(iso: string): number {
  const finer = /\.\d{3}(\d+)Z$/.exec(iso)?.[1] ?? "0";
  return Date.parse(iso) + (Number(finer) > 0 ? 1 : 0);
}
