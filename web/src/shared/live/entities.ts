/** What the live stream carries. The stream is no part of OpenAPI, so its shapes stand here. */
export interface Named {
  id: string;
  name: string;
}
export interface Customer {
  number: string;
  name: string;
}
/** Who is outside, with what the customer's record says; `id` null for somebody unknown. */
export interface KnownCustomer extends Customer {
  id: string | null;
  note: string;
  segment: string;
  vip_level: number;
}
/** One of several customers with the same number. */
export interface Candidate {
  id: string;
  name: string;
  segment: string;
  vip_level: number;
}
export interface Script {
  id: string;
  name: string;
  text: string;
}
/** A page outside that belongs to the interaction. */
export interface ScreenPop {
  id: string;
  name: string;
  kind: "link" | "panel";
  host: string;
  address: string;
  is_automatic: boolean;
}
export interface Guide {
  candidates: Candidate[];
  scripts: Script[];
  pops: ScreenPop[];
}
export type AnswerKind = "text" | "number" | "choice" | "date" | "yes_no" | "ticket";
/** How ticket numbers look: one of the prefixes, if there are any, then so many digits. */
export interface TicketNumbers {
  prefixes: string[];
  least_digits: number;
  most_digits: number;
  address: string;
}
export interface FormQuestion {
  key: string;
  label: string;
  kind: AnswerKind;
  is_required: boolean;
  hint: string;
  choices: string[];
  least: number | null;
  most: number | null;
  ticket: TicketNumbers | null;
}
export interface WrapUpForm {
  name: string;
  fields: FormQuestion[];
  needs_disposition: boolean;
}
/** A result that may be chosen; `path` is what it stands under, from the top. */
export interface DispositionChoice extends Named {
  path: string[];
}
export interface DataItem {
  key: string;
  value: string;
  /** What people read: what was asked, and what the answer means. */
  name: string;
  meaning: string;
}

export type Presence = "offline" | "not_ready" | "blocked" | "ready";
export type AgentState = "offline" | "not_ready" | "blocked" | "ready" | "offered" | "handling" | "wrap_up";

export interface PresenceChoice {
  presence: Presence;
  reason_id: string | null;
  name: string | null;
}
export interface PhoneState {
  kind: "browser" | "sip" | "outside";
  is_reachable: boolean;
  /** The line that is kept open between calls; "none" where that is not wanted. */
  line?: "none" | "closed" | "opening" | "open";
}

/** The phone of who looks; the number is that of a phone outside. */
export interface OwnPhone extends PhoneState {
  number?: string;
  may_set_number?: boolean;
  may_keep_line?: boolean;
  keeps_line?: boolean;
  /** Not during a call: the phone is taken. */
  may_open_line?: boolean;
}

export interface OwnSkill {
  id: string;
  name: string;
  level: number;
}

/** A skill that somebody changed; null before for a new one, and after for one that is gone. */
export interface SkillChange {
  id: string;
  name: string;
  before: number | null;
  after: number | null;
}

export interface Me {
  agent_id: string;
  name: string;
  presence: Presence;
  state: AgentState;
  reason_id: string | null;
  reason_name?: string | null;
  since: string;
  choices: PresenceChoice[];
  phone: OwnPhone;
  /** What keeps this agent from listening to others. */
  why_not_listen: "monitor.no_phone" | "monitor.ready" | null;
  skills: OwnSkill[];
  /** What the agent has not read yet, in whichever browser. */
  skill_changes: SkillChange[];
}

export interface PastInteraction {
  at: string;
  outcome: string;
  agent_name: string | null;
  queue_name: string | null;
  disposition_name: string | null;
  note: string | null;
}

/** Somebody in the call besides the customer and the agent who looks. */
export interface Party {
  id: string;
  kind: "agent" | "number";
  name: string;
  number: string;
  place: "ringing" | "main" | "consult" | "held";
  is_holder: boolean;
  is_muted: boolean;
  since: string;
  actions: string[];
}
/** What an agent wrote who had the interaction before. */
export interface HandedNote {
  agent_name: string;
  note: string;
}

export interface Offer {
  id: string;
  interaction_id: string;
  channel: string;
  queue: Named;
  customer: KnownCustomer;
  guide: Guide;
  language: string;
  data: DataItem[];
  arrived_at: string;
  offered_at: string;
  expires_at: string;
  history: PastInteraction[];
  actions: string[];
  /** From a queue, or what a colleague asks for; `returned`: nobody took what was transferred;
   * `came_back`: out of a flow, or from parking. */
  purpose: "queue" | "transfer" | "consult" | "conference" | "returned" | "came_back" | "colleague";
  /** How many others are asked at the same time; the first to accept has the customer. */
  others_asked: number;
  invited_by: Named | null;
  notes: HandedNote[];
}

export type WorkState = "connecting" | "dialling" | "talking" | "held" | "suspended" | "in_flow" | "wrap_up";

/** The flow that the customer goes through for the agent, and where in it. */
export interface Visit {
  flow_name: string;
  kind: string;
  asks: string;
  is_secret: boolean;
  since: string;
}

export interface Work {
  id: string;
  channel: string;
  /** Outbound: it is we who called; internal: colleagues among themselves, without a customer. */
  direction: "inbound" | "outbound" | "internal";
  /** Why the conversation ended, or never began; null while it may still go on. */
  end_reason: string | null;
  state: WorkState;
  customer: KnownCustomer;
  guide: Guide;
  queue: Named | null;
  language: string;
  data: DataItem[];
  arrived_at: string;
  connected_at: string | null;
  since: string;
  ends_by: string | null;
  disposition_id: string | null;
  note: string;
  dispositions: DispositionChoice[];
  form: WrapUpForm | null;
  answers: Record<string, string>;
  ticket_address: string | null;
  history: PastInteraction[];
  leg_id: string | null;
  /** Whose the interaction is, who was asked in, or who left and still writes. */
  role: "holder" | "consulted" | "participant" | "left";
  /** Whether the holder talks with the customer or aside. */
  place: "main" | "consult" | "held";
  /** The colleague whose call it is muted this agent. */
  is_muted: boolean;
  /** On hold, or while the agent whose it is consults: the customer hears music. */
  is_customer_waiting: boolean;
  parties: Party[];
  visit: Visit | null;
  /** Since when the customer is on hold, once that is longer than the queue allows. */
  hold_overdue_since: string | null;
  /** Whom the agent asked last, who did not come. */
  unreached: {
    name: string;
    number: string;
    reason: "no_answer" | "declined" | "busy" | "unreachable";
  } | null;
  /** Who was in the call and left last, unless this agent sent them away. */
  departed: { name: string; number: string; reason: "hung_up" | "phone_failed" } | null;
  notes: HandedNote[];
  recording: RecordingOf;
  actions: string[];
}

/** A customer at a numbered place; while a phone rings for it, nobody else can pick it up. */
export interface ParkedCall {
  id: string;
  place: number;
  /** What goes before the number; empty where places have numbers only. */
  place_name: string;
  customer: Customer;
  queue: Named;
  parked_by: Named;
  note: string;
  since: string;
  until: string;
  is_rung: boolean;
}

/** Whether what is said now is written down; `since` is when it was paused. */
export interface RecordingOf {
  state: "running" | "paused" | "none";
  since: string | null;
}

/** Something an agent is to do; `is_due` from its time on until it is done or put off. */
export interface AgentTask {
  id: string;
  text: string;
  due_at: string | null;
  is_due: boolean;
  made_at: string;
  done_at: string | null;
  given_by: string;
  interaction_id: string | null;
  customer_number: string;
  customer_name: string;
}

/** Somebody listens to the agent's conversation, or coaches. */
export interface Watched {
  interaction_id: string;
  supervisor_name: string;
  mode: "listen" | "coach";
}

export interface ThreadMessage {
  id: string;
  at: string;
  sender_name: string;
  text: string;
  is_from_agent: boolean;
  is_broadcast: boolean;
  /** Set when it tells of a state that a supervisor chose for the agent. */
  presence: Presence | null;
  reason_name: string | null;
}

export interface Thread {
  unread: number;
  messages: ThreadMessage[];
}

/** What an agent is told until a time, and has not read yet. */
export interface DeskNotice {
  id: string;
  text: string;
  sender_name: string;
  at: string;
  until: string;
}
