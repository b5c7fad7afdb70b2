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

export type WayBack = () => Promise<unknown>;

export interface Act {
  permission: "supervision.floor.act" | "agents.agent.release";
  /** Gives the way back, for a change that stays until somebody changes it again. */
  make: () => Promise<WayBack | null>;
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
      return given(agentId, change, subject.id, needs ?? 1);
    case "become_ready":
      if (reason === "offline") return null;
      return floor(() =>
        only(answered(setAgentState({ path, body: { presence: "ready", reason_id: null, note: "" } }))),
      );
    case "release_agent":
      return { permission: "agents.agent.release", make: () => only(answered(releaseAgent({ path }))) };
    case "offer_by_hand":
      if (!isFree) return null;
      return floor(() =>
        only(answered(pickWaiting({ path: { interaction_id: interactionId }, body: path }))),
      );
    default:
      return null;
  }
}

/** Only what was given is taken back: what others changed in between stays. */
function given(agentId: string, change: "add_queue" | "raise_skill", id: string, level: number): Act {
  const path = { agent_id: agentId };
  const load = () => answered(getAgent({ path: { id: agentId } }));
  const give = (queues: readonly string[], skills: Readonly<Record<string, number>>) =>
    answered(assignAgent({ path, body: { queues: [...queues], skills: { ...skills } } }));
  return floor(async () => {
    const before = await load();
    if (change === "add_queue") await give([...new Set([...before.queues, id])], before.skills);
    else await give(before.queues, { ...before.skills, [id]: level });
    return async () => {
      const now = await load();
      if (change === "add_queue") {
        if (before.queues.includes(id)) return;
        await give(
          now.queues.filter((queue) => queue !== id),
          now.skills,
        );
        return;
      }
      const { [id]: _given, ...others } = now.skills;
      const had = before.skills[id];
      await give(now.queues, had === undefined ? others : { ...others, [id]: had });
    };
  });
}

/** What passes by itself has no way back. */
async function only(made: Promise<unknown>): Promise<null> {
  await made;
  return null;
}

function floor(make: Act["make"]): Act {
  return { permission: "supervision.floor.act", make };
}
