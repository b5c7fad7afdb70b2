/** What a strip of states shows: from the first work of the day to now, and the sum of each state. */

export interface StateSpan<S extends string = string> {
  state: S;
  begun_at: string;
  ended_at: string;
}

export interface Piece<S extends string> {
  state: S;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

export interface Strip<S extends string> {
  from: number;
  to: number;
  pieces: Piece<S>[];
  /** The states in the order in which they came, with the milliseconds that each lasted. */
  sums: { state: S; ms: number }[];
  /** Full hours within, in milliseconds since 1970. */
  hours: number[];
}

const HOUR = 3_600_000;
const MOST_TICKS = 8;

/** Null for somebody who was not there today. */
export function stripOf<S extends string>(course: readonly StateSpan<S>[]): Strip<S> | null {
  const pieces = course.map(({ state, begun_at, ended_at }) => ({
    state,
    from: Date.parse(begun_at),
    to: Date.parse(ended_at),
  }));
  const first = pieces.findIndex(({ state }) => state !== "offline");
  const shown = pieces.slice(first);
  const [begin, end] = [shown[0], shown.at(-1)];
  if (first === -1 || !begin || !end) return null;
  const sums = new Map<S, number>();
  for (const { state, from, to } of shown) sums.set(state, (sums.get(state) ?? 0) + to - from);
  return {
    from: begin.from,
    to: end.to,
    pieces: shown,
    sums: [...sums].map(([state, ms]) => ({ state, ms })),
    hours: fullHours(begin.from, end.to),
  };
}

function fullHours(from: number, to: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / HOUR / MOST_TICKS)) * HOUR;
  const hours: number[] = [];
  for (let at = Math.ceil(from / HOUR) * HOUR; at < to; at += step) hours.push(at);
  return hours;
}
