/** An interaction in an agent's hands: in wrap-up, unless a test says otherwise. */
import type { Work } from "@/shared/live/entities";

export function aWork(part: Partial<Work> = {}): Work {
  const now = new Date().toISOString();
  return {
    id: "i1",
    channel: "voice",
    state: "wrap_up",
    customer: { number: "+86", name: "Wang" },
    queue: { id: "q1", name: "Sales" },
    language: "en",
    data: [],
    arrived_at: now,
    connected_at: now,
    since: now,
    ends_by: new Date(Date.now() + 30_000).toISOString(),
    disposition_id: null,
    note: "",
    dispositions: [{ id: "d1", name: "Order placed" }],
    history: [],
    leg_id: null,
    actions: ["save_wrap_up", "finish"],
    ...part,
  };
}
