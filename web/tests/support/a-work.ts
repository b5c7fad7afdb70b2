/** An interaction in an agent's hands: in wrap-up, unless a test says otherwise. */
import type { Work } from "@/shared/live/entities";

export function aWork(part: Partial<Work> = {}): Work {
  const now = new Date().toISOString();
  return {
    id: "i1",
    channel: "voice",
    direction: "inbound",
    end_reason: null,
    state: "wrap_up",
    customer: { id: "c1", number: "+86", name: "Wang", note: "", segment: "", vip_level: 0 },
    guide: { candidates: [], scripts: [], pops: [] },
    queue: { id: "q1", name: "Sales" },
    language: "en",
    data: [],
    arrived_at: now,
    connected_at: now,
    since: now,
    ends_by: new Date(Date.now() + 30_000).toISOString(),
    disposition_id: null,
    note: "",
    dispositions: [{ id: "d1", name: "Order placed", path: [] }],
    form: null,
    answers: {},
    ticket_address: null,
    history: [],
    leg_id: null,
    role: "holder",
    place: "main",
    is_muted: false,
    is_customer_waiting: false,
    parties: [],
    visit: null,
    hold_overdue_since: null,
    unreached: null,
    departed: null,
    notes: [],
    recording: { state: "running", since: null },
    actions: ["save_wrap_up", "finish"],
    ...part,
  };
}
