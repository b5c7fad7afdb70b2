/** The signed-in agent, ready and reachable unless told otherwise. */
import type { Me } from "@/shared/live/entities";

export function aMe(more: Partial<Me> = {}): Me {
  return {
    agent_id: "a1",
    name: "Ann",
    presence: "ready",
    state: "ready",
    reason_id: null,
    since: new Date().toISOString(),
    choices: [],
    phone: { kind: "browser", is_reachable: true },
    why_not_listen: null,
    skills: [],
    skill_changes: [],
    ...more,
  };
}
