/** An agent on the floor, ready and reachable unless told otherwise. */
import type { LiveAgent } from "@/shared/live/floor-entities";

export function anAgent(name: string, more: Partial<LiveAgent> = {}): LiveAgent {
  return {
    id: name.toLowerCase().replaceAll(" ", "-"),
    name,
    presence: "ready",
    state: "ready",
    reason_id: null,
    reason_name: null,
    since: "2026-01-05T12:00:00Z",
    chosen_at: "2026-01-05T12:00:00Z",
    interaction_id: null,
    phone: { kind: "browser", is_reachable: true },
    block: null,
    in_hand: [],
    teams: [],
    hand: null,
    unread: 0,
    last_message_id: null,
    ...more,
  };
}
