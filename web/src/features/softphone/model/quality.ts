/** How good the line is, from the browser's own counts: policy in `judge`. */

export type QualityWord = "good" | "fair" | "poor";

export interface Counts {
  received: number;
  lost: number;
  jitterMs: number;
  roundTripMs: number;
  /** How much the microphone has moved so far; undefined where the browser does not tell. */
  spoken?: number;
}

export interface Quality {
  word: QualityWord;
  lossPercent: number;
  jitterMs: number;
  roundTripMs: number;
}

const LIMITS: [QualityWord, { loss: number; jitter: number; trip: number }][] = [
  ["good", { loss: 2, jitter: 30, trip: 250 }],
  ["fair", { loss: 6, jitter: 70, trip: 500 }],
];

/** Judge the span between two counts. Limits follow what ears notice with opus and G.711. */
export function judge(before: Counts, after: Counts): Quality {
  const received = Math.max(0, after.received - before.received);
  const lost = Math.max(0, after.lost - before.lost);
  const lossPercent = received + lost === 0 ? 100 : (100 * lost) / (received + lost);
  const { jitterMs, roundTripMs } = after;
  const fit = LIMITS.find(
    ([, limit]) => lossPercent <= limit.loss && jitterMs <= limit.jitter && roundTripMs <= limit.trip,
  );
  return { word: fit?.[0] ?? "poor", lossPercent, jitterMs, roundTripMs };
}

export async function countPackets(connection: RTCPeerConnection): Promise<Counts> {
  const counts: Counts = { received: 0, lost: 0, jitterMs: 0, roundTripMs: 0 };
  for (const report of (await connection.getStats()).values()) {
    if (report.type === "inbound-rtp" && report.kind === "audio") {
      counts.received += report.packetsReceived ?? 0;
      counts.lost += report.packetsLost ?? 0;
      counts.jitterMs = (report.jitter ?? 0) * 1000;
    }
    if (report.type === "media-source" && typeof report.totalAudioEnergy === "number") {
      counts.spoken = report.totalAudioEnergy;
    }
    const trip = report.roundTripTime ?? (report.nominated ? report.currentRoundTripTime : undefined);
    if (typeof trip === "number") counts.roundTripMs = Math.max(counts.roundTripMs, trip * 1000);
  }
  return counts;
}
