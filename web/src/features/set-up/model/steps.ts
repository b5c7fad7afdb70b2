/** What a centre needs before the first call can be answered, and how much of it is there. Pure. */
import type { StoredRecord } from "@/shared/api/records";

export type StepName = "queue" | "agent" | "flow" | "number" | "trunk" | "call";

export interface Known {
  queues: readonly StoredRecord[];
  agents: readonly StoredRecord[];
  flows: readonly StoredRecord[];
  numbers: readonly StoredRecord[];
  trunks: readonly StoredRecord[];
  hasCall: boolean;
}

export interface Step {
  name: StepName;
  path: string;
  isDone: boolean;
}

const isFilled = (value: unknown) => Array.isArray(value) && value.length > 0;

/** An agent can work who is a user that signs in, and who serves a queue. */
const canWork = (agent: StoredRecord) => Boolean(agent["user_id"]) && isFilled(agent["queues"]);

export function stepsOf(known: Known): Step[] {
  return [
    { name: "queue", path: "/admin/queues", isDone: known.queues.length > 0 },
    { name: "agent", path: "/admin/agents", isDone: known.agents.some(canWork) },
    { name: "flow", path: "/admin/flows", isDone: known.flows.length > 0 },
    {
      name: "number",
      path: "/admin/entry-points",
      isDone: known.numbers.some((number) => number["is_active"] === true),
    },
    { name: "trunk", path: "/admin/trunks", isDone: known.trunks.length > 0 },
    { name: "call", path: "/admin/rules", isDone: known.hasCall },
  ];
}
