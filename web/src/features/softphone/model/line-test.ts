/**
 * Speak and hear oneself back through the telephone engine, and what the network did to it.
 *
 * Both ways are measured: what came back by the browser, what arrived there by the engine's reports.
 */
import type { UA } from "jssip";
import { goOnSoon } from "@/shared/calls/candidates";
import { type Counts, countPackets, judge, type Quality } from "./quality";

export type LineTestStep = "idle" | "calling" | "speaking" | "done" | "silent" | "failed";

export interface LineTestResult extends Quality {
  /** Of what was sent, as the engine reports it; null when it has not reported yet. */
  sentLossPercent: number | null;
}

// The engine reports every five seconds.
const SPOKEN_MS = 8_000;

export interface LineTest {
  finished: Promise<LineTestResult | null>;
  stop: () => void;
}

/** Begin the test on the page's own phone; `show` is told each step. */
export function testLine(
  ua: UA,
  options: { target: string; stream: MediaStream; speaker: HTMLAudioElement; iceServers: RTCIceServer[] },
  show: (step: LineTestStep) => void,
): LineTest {
  show("calling");
  const session = ua.call(options.target, {
    mediaStream: options.stream,
    pcConfig: { iceServers: options.iceServers },
    rtcOfferConstraints: { offerToReceiveAudio: true },
  });
  const { connection } = session;
  session.on("icecandidate", goOnSoon);
  connection.addEventListener("track", ({ streams, track }) => {
    options.speaker.srcObject = streams[0] ?? new MediaStream([track]);
    void options.speaker.play().catch(() => undefined);
  });
  const stop = () => {
    if (!session.isEnded()) session.terminate();
  };
  const finished = new Promise<LineTestResult | null>((resolve) => {
    const fail = () => {
      show("failed");
      resolve(null);
    };
    session.on("failed", fail);
    session.on("ended", () => resolve(null));
    session.on("confirmed", () => {
      show("speaking");
      void measure(connection).then((result) => {
        show(result === null ? "silent" : "done");
        resolve(result);
        stop();
      }, fail);
    });
  });
  return { finished, stop };
}

/** Null when nothing at all came back. */
async function measure(connection: RTCPeerConnection): Promise<LineTestResult | null> {
  const before = await countPackets(connection);
  await new Promise((resolve) => setTimeout(resolve, SPOKEN_MS));
  return weigh(before, await countPackets(connection), await sentLoss(connection));
}

/** The verdict on both ways: the worse one counts. */
export function weigh(before: Counts, after: Counts, sentLossPercent: number | null): LineTestResult | null {
  if (after.received === before.received) return null;
  const back = judge(before, after);
  const there = judge(
    { received: 0, lost: 0, jitterMs: 0, roundTripMs: 0 },
    { received: 100 - (sentLossPercent ?? 0), lost: sentLossPercent ?? 0, jitterMs: 0, roundTripMs: 0 },
  );
  const words = [back.word, there.word];
  const word = words.includes("poor") ? "poor" : words.includes("fair") ? "fair" : "good";
  return { ...back, word, sentLossPercent };
}

async function sentLoss(connection: RTCPeerConnection): Promise<number | null> {
  for (const report of (await connection.getStats()).values()) {
    if (report.type === "remote-inbound-rtp" && typeof report.fractionLost === "number")
      return 100 * report.fractionLost;
  }
  return null;
}
