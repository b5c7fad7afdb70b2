/** Where a segment lies in the whole of an interaction. Pure, but for segments that still last. */
import { serverNow } from "@/shared/time/server-clock";

export interface Segment {
  kind: string;
  started_at: string;
  ended_at: string | null;
  agent: { name: string } | null;
  queue: { name: string } | null;
  detail: string | null;
}

export interface Extent {
  from: number;
  to: number;
}

type Times = Pick<Segment, "started_at" | "ended_at">;

const endOf = ({ ended_at }: Times) => (ended_at === null ? serverNow() : Date.parse(ended_at));

export function spanOf(segment: Times): number {
  return Math.max(0, endOf(segment) - Date.parse(segment.started_at));
}

export function extent(segments: readonly Times[]): Extent {
  const from = Math.min(...segments.map((segment) => Date.parse(segment.started_at)));
  return { from, to: Math.max(from + 1, ...segments.map(endOf)) };
}

/** Place and width on the lane. Nothing is so short that it cannot be seen. */
export function share(segment: Times, { from, to }: Extent): { left: string; width: string } {
  const per = 100 / (to - from);
  const left = (Date.parse(segment.started_at) - from) * per;
  return {
    left: `${left.toFixed(3)}%`,
    width: `max(3px, calc(${(spanOf(segment) * per).toFixed(3)}% - 2px))`,
  };
}
