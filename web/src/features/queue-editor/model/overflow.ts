/** Where a customer is sent who waited too long, or came while the queue was closed. Pure. */

export const OVERFLOW_KINDS = ["queue", "voicemail", "call_back", "external", "hang_up"] as const;
export type OverflowKind = (typeof OVERFLOW_KINDS)[number];

export interface Overflow {
  kind: OverflowKind;
  queue_id: string | null;
  number: string;
  text: Record<string, string>;
}

/** What is said before stays when the way is changed; queue and number belong to one kind each. */
export function overflowOf(kind: OverflowKind | null, before: Overflow | null): Overflow | null {
  return kind && { kind, queue_id: null, number: "", text: before?.text ?? {} };
}
