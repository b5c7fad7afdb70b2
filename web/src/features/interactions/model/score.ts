/** What a rule compared, in a unit that people read. */
import type { ListAssignmentsResponse } from "@/shared/api/generated/types.gen";

type Rule = ListAssignmentsResponse["assignments"][number]["rule"];

export interface Score {
  unit: "ms" | "number" | "percent";
  value: number;
}

/** Null for who was not compared, and for an instant that never was. */
export function scoreOf(rule: Rule, score: number | null, at: string): Score | null {
  if (score === null) return null;
  switch (rule) {
    case "longest_ready":
    case "longest_idle":
    case "highest_level":
      return score > 0 ? { unit: "ms", value: Math.max(0, Date.parse(at) - score * 1000) } : null;
    case "least_occupied":
      return { unit: "percent", value: Math.round(score * 100) };
    case "round_robin":
    case "fewest_handled":
      return { unit: "number", value: Math.round(score) };
    case "weighted":
      // Points hold the instant since when somebody is ready: only their order says something.
      return null;
  }
}
