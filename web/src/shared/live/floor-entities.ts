/** What the live stream carries for those who oversee the floor. */
import type { AgentState, Customer, Named, PhoneState, Presence } from "./entities";
import type { PlanNow } from "./plan-entities";

export interface QueueFigures {
  id: string;
  name: string;
  waiting: number;
  longest_waiting_since: string | null;
  ready_agents: number;
  busy_agents: number;
  offered: number;
  answered: number;
  abandoned: number;
  answered_in_target: number;
  service_level_s: number;
  /** What somebody who comes now will wait, nine times of ten; null where nobody knows. */
  expected_wait_low_s: number | null;
  expected_wait_high_s: number | null;
}

export interface LiveAgent {
  id: string;
  name: string;
  presence: Presence;
  state: AgentState;
  reason_id: string | null;
  reason_name?: string | null;
  since: string;
  /** When the presence was chosen: during work it is that of what follows. */
  chosen_at: string;
  interaction_id: string | null;
  phone: PhoneState;
  /** Set while no work is offered after unanswered offers. */
  block?: Block | null;
  in_hand: InHand[];
  teams: Named[];
  hand: Hand | null;
  /** What the agent wrote and nobody who oversees the agent has read. */
  unread: number;
  last_message_id: string | null;
  /** What is planned for the agent now; null without a plan. */
  plan?: PlanNow | null;
}

/** An interaction that an agent has in hand, or is offered. */
export interface InHand {
  id: string;
  channel: string;
  state: string;
  stage: "offered" | "handling" | "wrap_up";
  since: string;
  customer_number: string;
  customer_name: string;
  queue: Named | null;
}

/** A raised hand: an agent asks for a supervisor. */
export interface Hand {
  since: string;
  note: string;
}

/** The call that a supervisor listens to. */
export interface Listening {
  monitor_id: string;
  interaction_id: string;
  agent_name: string;
  customer_number: string;
  customer_name: string;
  mode: "listen" | "coach";
  is_up: boolean;
  since: string;
}

export interface Block {
  since: string;
  queue_name: string;
  missed_offers: number;
  needs_supervisor: boolean;
}

export interface Waiting {
  id: string;
  customer: Customer;
  queue: Named;
  since: string;
  position: number;
  language: string;
  priority: number;
}

/** The centre is closed at once, at these numbers or, without any, at all. */
export interface Emergency {
  since: string;
  by_name: string;
  /** What callers hear, by language. */
  text: Record<string, string>;
  entry_points: string[];
}

/** Why a trunk carries no calls: a code, and what goes with it. */
export interface TrunkTrouble {
  reason: string;
  /** The SIP status, when that is the reason. */
  status?: number | null;
  /** The engine's or the system's own words, not translated. */
  said?: string;
}

/** A trunk; while it is down, calls over it fail. */
export interface LiveTrunk {
  id: string;
  name: string;
  state: "unknown" | "registered" | "retrying" | "refused" | "reachable" | "unreachable";
  trouble: TrunkTrouble | null;
  since: string | null;
  is_down: boolean;
}
