/** Which ways for its sound a call tells of before it goes out or is answered. */
import type { IceCandidateEvent } from "jssip/lib/RTCSession";

// The machine's own addresses are there at once; waiting for the last way only delays the call.
const OTHERS_MS = 400;

/** Go on soon after the first way that the engine can use: those over TCP often come first, and it speaks none. */
export function goOnSoon({ candidate, ready }: IceCandidateEvent): void {
  if (candidate.protocol === "udp") setTimeout(ready, OTHERS_MS);
}
