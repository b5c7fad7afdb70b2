/** Whether a conversation is heard by one side only: policy in `missing`. */

/** What was counted over one span of the conversation. */
export interface Span {
  received: number;
  /** How much the microphone moved; undefined where the browser does not tell. */
  spoken: number | undefined;
}

export type MissingSide = "customer" | "agent";

/** So many spans in a row without anything: shorter ones come and go by themselves. */
const SPANS = { customer: 3, agent: 4 };
/** A microphone in a quiet room moves more than this; one that is switched off does not move. */
const DEAD = 1e-9;

/**
 * Who is not heard at all: the customer when no packet comes, the agent when the microphone is dead.
 * `spans` holds the newest last, and only such in which both should hear each other.
 */
export function missing(spans: readonly Span[], isMuted: boolean): MissingSide | null {
  const last = (count: number) => (spans.length < count ? null : spans.slice(-count));
  if (last(SPANS.customer)?.every((span) => span.received === 0)) return "customer";
  const isDead = (span: Span) => span.spoken !== undefined && span.spoken <= DEAD;
  if (!isMuted && last(SPANS.agent)?.every(isDead)) return "agent";
  return null;
}
