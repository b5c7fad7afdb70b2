/** How much an agent holds at once: 100 points, of which each piece of work takes some. Pure. */
import { type Channel, USUAL_WEIGHTS } from "@/shared/channels/channels";

export const POINTS = 100;

export interface Capacity {
  weights?: Partial<Record<Channel, number>>;
  most?: Partial<Record<Channel, number>>;
}

/** How many of one channel fit, when there is nothing else in hand. */
export function atOnce({ weights = {}, most = {} }: Capacity, channel: Channel): number {
  const fit = Math.floor(POINTS / (weights[channel] ?? USUAL_WEIGHTS[channel]));
  return Math.min(fit, most[channel] ?? fit);
}

/** With one number set; what is as usual is left out. */
export function withNumber(
  capacity: Capacity,
  part: keyof Capacity,
  channel: Channel,
  number: number | null,
): Capacity {
  const others = Object.entries(capacity[part] ?? {}).filter(([name]) => name !== channel);
  const all = number === null ? others : [...others, [channel, number]];
  return { ...capacity, [part]: Object.fromEntries(all) };
}
