/** Measures the line of a conversation every two seconds, and shows how good and how complete it is. */
import { missing, type Span } from "./one-way";
import { usePhoneStore } from "./phone-store";
import { type Counts, countPackets, judge } from "./quality";

const EVERY_MS = 2_000;
const REMEMBERED_SPANS = 5;

export class LineWatch {
  private timer: ReturnType<typeof setInterval> | undefined;
  private spans: Span[] = [];

  /** Watch until `stop`; `isTalking`: both sides should hear each other now. */
  start(connection: () => RTCPeerConnection | undefined, isTalking: () => boolean): void {
    let before: Counts | undefined;
    const timer = setInterval(async () => {
      const measured = connection();
      if (!measured) return;
      const counts = await countPackets(measured);
      // It may have been stopped while the browser counted.
      if (before && this.timer === timer) this.show(before, counts, isTalking());
      before = counts;
    }, EVERY_MS);
    this.timer = timer;
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.spans = [];
    usePhoneStore.setState({ quality: null, missing: null });
  }

  private show(before: Counts, now: Counts, isTalking: boolean): void {
    const spoken =
      before.spoken === undefined || now.spoken === undefined ? undefined : now.spoken - before.spoken;
    const span = { received: now.received - before.received, spoken };
    this.spans = isTalking ? [...this.spans.slice(-REMEMBERED_SPANS), span] : [];
    usePhoneStore.setState({
      quality: judge(before, now),
      missing: missing(this.spans, usePhoneStore.getState().isMuted),
    });
  }
}
