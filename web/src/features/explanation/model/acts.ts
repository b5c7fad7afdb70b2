/** How a proposed change is made: by one request, or in the agent's record. */
import { answered } from "@/shared/api/client";
import {
  assignAgent,
  getAgent,
  pickWaiting,
  releaseAgent,
  setAgentState,
} from "@/shared/api/generated/sdk.gen";
import type { Obstacle } from "./say";

type ChangeKind = NonNullable<Obstacle["change"]>;

export interface Act {
  permission: "supervision.floor.act" | "agents.agent.release";
  make: () => Promise<unknown>;
}

interface Pair {
  agentId: string;
  interactionId: string;
  isFree: boolean;
}

export const IN_THE_RECORD: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "add_queue",
  "raise_skill",
  "add_language",
  "add_team",
  "allow_channel",
  "connect_phone",
]);

const IN_THE_ORDER: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "offer_by_hand",
  "stop_keeping",
  "end_offer",
]);

/** Whether only the order, which a supervisor may pass over, is between the two. */
export function isOnlyOrder(obstacles: readonly Obstacle[]): boolean {
  return obstacles.every(({ change }) => change !== null && IN_THE_ORDER.has(change));
}

/** What would help; an offer by hand also does where somebody is kept or asked elsewhere. */
export function changesFor(obstacles: readonly Obstacle[]): Obstacle[] {
  const changes = obstacles.filter(({ change }) => change !== null);
  const [first] = changes;
  if (!first || !isOnlyOrder(obstacles) || changes.some(({ change }) => change === "offer_by_hand"))
    return changes;
  return [...changes, { ...first, change: "offer_by_hand" }];
}

/** Null for what no request makes: only the agent signs in, and only the agent finishes. */
export function actFor(obstacle: Obstacle, { agentId, interactionId, isFree }: Pair): Act | null {
  const { change, reason, subject, needs } = obstacle;
  const path = { agent_id: agentId };
  switch (change) {
    case "add_queue":
    case "raise_skill":
      if (!subject) return null;
      return floor(async () => {
        const { queues, skills } = await answered(getAgent({ path: { id: agentId } }));
        const body =
          change === "add_queue"
            ? { queues: [...new Set([...queues, subject.id])], skills: { ...skills } }
            : { queues: [...queues], skills: { ...skills, [subject.id]: needs ?? 1 } };
        return answered(assignAgent({ path, body }));
      });
    case "become_ready":
      if (reason === "offline") return null;
      return floor(() =>
        answered(setAgentState({ path, body: { presence: "ready", reason_id: null, note: "" } })),
      );
    case "release_agent":
      return { permission: "agents.agent.release", make: () => answered(releaseAgent({ path })) };
    case "offer_by_hand":
      if (!isFree) return null;
      return floor(() => answered(pickWaiting({ path: { interaction_id: interactionId }, body: path })));
    default:
      return null;
  }
}

function floor(make: Act["make"]): Act {
  return { permission: "supervision.floor.act", make };
}
