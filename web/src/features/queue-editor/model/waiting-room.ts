/** The waiting room of a queue, and how a new one begins. */

export interface Exit {
  kind: "call_back" | "voicemail" | "queue";
  queue_id: string | null;
}

/** A number that is null stands in an emptied box. */
export interface CallBackRules {
  first: "agent" | "customer";
  attempts: number | null;
  retry_after_s: number | null;
  ring_s: number | null;
  trunk_id: string | null;
  caller_number: string;
  hours_id: string | null;
  after_cut_off: boolean;
}

export interface WaitingRoom {
  exits: Record<string, Exit>;
  call_back: CallBackRules;
  announces_wait: boolean;
  announces_quiet_hours: boolean;
  comfort_texts: Record<string, string>;
  vip_texts: Record<string, string>;
  vip_priority: number | null;
  announce_every_s: number | null;
}

export const FRESH_ROOM: WaitingRoom = {
  exits: {},
  call_back: {
    first: "agent",
    attempts: 3,
    retry_after_s: 600,
    ring_s: 30,
    trunk_id: null,
    caller_number: "",
    hours_id: null,
    after_cut_off: false,
  },
  announces_wait: false,
  announces_quiet_hours: false,
  comfort_texts: {},
  vip_texts: {},
  vip_priority: 8,
  announce_every_s: 30,
};
