/** The channels by which customers come, with the points that one interaction usually takes. */
import usual from "./usual-weights.json";

/** The server's own numbers; its tests compare. A call always takes the whole agent. */
export const USUAL_WEIGHTS = usual;
export type Channel = keyof typeof usual;
export const CHANNELS = Object.keys(usual) as Channel[];
