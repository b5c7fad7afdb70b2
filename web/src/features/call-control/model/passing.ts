/** The ways to bring somebody else into a call, and the choices of a search as one list. */
import type { ListTargetsResponse } from "@/shared/api/generated/types.gen";

export const PASSINGS = ["transfer", "consult", "conference", "flow"] as const;
export type Passing = (typeof PASSINGS)[number];

/** What the server calls each of them among the allowed actions. */
export const ACTION_OF: Record<Passing, string> = {
  transfer: "transfer",
  consult: "consult",
  conference: "conference",
  flow: "send_to_flow",
};

export interface Target {
  kind: "agent" | "queue" | "number";
  id: string;
}

export interface Choice {
  kind: Target["kind"] | "flow";
  id: string;
  name: string;
  /** The reason in a word or a code; null: can be asked now. */
  whyNot: string | null;
  /** Of an agent the state, of a queue how many wait and how many are free. */
  state?: string;
  waiting?: number;
  free?: number;
}

/** Whom a queue leads to is asked in like anybody else: with nobody free there is nobody to ask. */
function whyNotQueue(queue: ListTargetsResponse["queues"][number], passing: Passing): string | null {
  if (queue.why_not !== null) return queue.why_not;
  return passing !== "transfer" && queue.free_count === 0 ? "nobody_free" : null;
}

export function choicesOf(found: ListTargetsResponse | undefined, passing: Passing): Choice[] {
  if (!found) return [];
  const { agents, queues, flows, number } = found;
  if (passing === "flow") return flows.map(({ id, name }) => ({ kind: "flow", id, name, whyNot: null }));
  return [
    ...(number ? [{ kind: "number", id: number.number, name: number.number, whyNot: number.why_not }] : []),
    ...agents.map(({ id, name, state, why_not }) => ({ kind: "agent", id, name, state, whyNot: why_not })),
    ...queues.map((queue) => ({
      kind: "queue",
      id: queue.id,
      name: queue.name,
      waiting: queue.waiting_count,
      free: queue.free_count,
      whyNot: whyNotQueue(queue, passing),
    })),
  ] as Choice[];
}

/** The next choice that can be made, from `at` onwards in one direction; `at` when there is none. */
export function nextChoosable(choices: readonly Choice[], at: number, by: -1 | 1): number {
  for (let next = at + by; next >= 0 && next < choices.length; next += by) {
    if (choices[next]?.whyNot === null) return next;
  }
  return at;
}
