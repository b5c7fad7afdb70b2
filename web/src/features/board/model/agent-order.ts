/** The order of agents on the board. */
import type { AgentState } from "@/shared/live/entities";
import type { LiveAgent } from "@/shared/live/floor-entities";

const FIRST = -1;

const ORDER: Record<AgentState, number> = {
  offered: 0,
  handling: 1,
  wrap_up: 2,
  ready: 3,
  blocked: FIRST,
  not_ready: 4,
  offline: 5,
};
// Made once: comparing by locale anew each time costs ten times as much.
const names = new Intl.Collator();

/** Ready, and yet no call can come: somebody should do something about it. */
export function isOutOfReach(agent: LiveAgent): boolean {
  return agent.state === "ready" && !agent.phone.is_reachable;
}

function rank(agent: LiveAgent): number {
  if (agent.hand) return FIRST - 1;
  return isOutOfReach(agent) ? FIRST : ORDER[agent.state];
}

export function byUrgency(one: LiveAgent, other: LiveAgent): number {
  return rank(one) - rank(other) || names.compare(one.name, other.name);
}
