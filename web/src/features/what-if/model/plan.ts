/** What is asked of a past day, as the form holds it and as the server takes it. Pure. */
import type { StartWhatIfData } from "@/shared/api/generated/types.gen";
import { startOfDay } from "@/shared/time/start-of-day";

type Body = StartWhatIfData["body"];
type QueueChange = NonNullable<NonNullable<Body["plan"]>["queues"]>[number];

export interface QueueRule {
  queue: string | null;
  agent_choice: NonNullable<QueueChange["agent_choice"]> | null;
  order_by: NonNullable<QueueChange["order_by"]> | null;
  /** Counts with the order by ratio. */
  ratio_weight: number;
}

export const FRESH_RULE: QueueRule = { queue: null, agent_choice: null, order_by: null, ratio_weight: 10 };

export interface Asked {
  day: string;
  /** Per cent of what they were. */
  arrivals: number;
  talk: number;
  patience: number;
  absent: string[];
  like: string | null;
  count: number;
  rules: QueueRule[];
  seeds: number;
}

export const FRESH: Omit<Asked, "day"> = {
  arrivals: 100,
  talk: 100,
  patience: 100,
  absent: [],
  like: null,
  count: 1,
  rules: [],
  seeds: 5,
};

/** Null while the day is not one that has begun. */
export function bodyOf(asked: Asked, now: number): Body | null {
  const begins = startOfDay(asked.day);
  const end = startOfDay(asked.day, 1);
  if (!begins || !end || Date.parse(begins) >= now) return null;
  return {
    begins,
    ends: new Date(Math.min(Date.parse(end), now)).toISOString(),
    seeds: asked.seeds,
    plan: {
      arrivals: asked.arrivals / 100,
      talk: asked.talk / 100,
      patience: asked.patience / 100,
      absent: asked.absent,
      more: asked.like ? [{ like: asked.like, count: asked.count }] : [],
      agents: [],
      queues: asked.rules.flatMap(changeOf),
    },
  };
}

function changeOf({ queue, agent_choice, order_by, ratio_weight }: QueueRule): QueueChange[] {
  if (!queue || !(agent_choice || order_by)) return [];
  const weight = order_by === "ratio" ? { ratio_weight } : {};
  return [
    {
      queue_id: queue,
      ...(agent_choice ? { agent_choice } : {}),
      ...(order_by ? { order_by } : {}),
      ...weight,
    },
  ];
}

export interface Interval {
  mean: number;
  within: number;
}

/** Whether the change is more than the chance of the runs. */
export const isClear = ({ mean, within }: Interval): boolean => Math.abs(mean) > within;
