/** What is asked of a past day, as the form holds it and as the server takes it. Pure. */
import type { GetWhatIfResponse, StartWhatIfData } from "@/shared/api/generated/types.gen";
import { dayOf, startOfDay } from "@/shared/time/start-of-day";
import {
  agentChangesOf,
  agentsMadeOf,
  type Changes,
  moreOf,
  NO_CHANGES,
  queueChangesOf,
  queuesMadeOf,
  type Told,
} from "./changes";

type Body = StartWhatIfData["body"];
export interface Asked {
  day: string;
  /** Per cent of what they were. */
  arrivals: number;
  talk: number;
  patience: number;
  absent: string[];
  agents: Changes;
  queues: Changes;
  seeds: number;
}

export const FRESH: Omit<Asked, "day"> = {
  arrivals: 100,
  talk: 100,
  patience: 100,
  absent: [],
  agents: NO_CHANGES,
  queues: NO_CHANGES,
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
      more: moreOf(asked.agents.made),
      agents: agentChangesOf(asked.agents.made),
      queues: queueChangesOf(asked.queues.made),
    },
  };
}

export const SHARES = ["arrivals", "talk", "patience"] as const;

/** Per cent of what the day had. */
export const percentOf = (plan: Told, share: (typeof SHARES)[number]): number =>
  Math.round((plan[share] ?? 1) * 100);

/** What was asked once, to be asked again with something else. */
export function askedOf({
  begins,
  plan,
  seeds,
}: Pick<GetWhatIfResponse, "begins" | "plan" | "seeds">): Asked {
  return {
    day: dayOf(new Date(begins)),
    arrivals: percentOf(plan, "arrivals"),
    talk: percentOf(plan, "talk"),
    patience: percentOf(plan, "patience"),
    absent: plan.absent ?? [],
    agents: { made: agentsMadeOf(plan), draft: null },
    queues: { made: queuesMadeOf(plan), draft: null },
    seeds,
  };
}

export interface Interval {
  mean: number;
  within: number;
}

/** Whether the change is more than the chance of the runs. */
export const isClear = ({ mean, within }: Interval): boolean => Math.abs(mean) > within;
