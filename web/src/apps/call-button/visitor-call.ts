/** The visitor's one call: the microphone, a visit from the server, then SIP over its WebSocket. */
import type { UA } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import { goOnSoon } from "@/shared/calls/candidates";
import { Refused, type VisitorPhone } from "./server";

export type CallState =
  | "idle"
  | "asking"
  | "calling"
  | "up"
  | "ended"
  | "no_microphone"
  | "busy"
  | "too_often"
  | "closed"
  | "gone"
  | "failed";

/** How the server closes our socket once the call is over. */
const FAREWELL = 1000;

const REFUSALS: Readonly<Record<string, CallState>> = {
  "call_button.busy": "busy",
  "call_button.too_often": "too_often",
  "call_button.closed": "closed",
  "call_button.off": "gone",
  "call_button.unknown": "gone",
  not_found: "gone",
};

export function refusalOf(error: unknown): CallState {
  return (error instanceof Refused && REFUSALS[error.code]) || "failed";
}

export class VisitorCall {
  private ua: UA | undefined;
  private session: RTCSession | undefined;
  private stream: MediaStream | undefined;
  private readonly speaker = new Audio();
  private isOver = false;
  private readonly show: (state: CallState) => void;

  constructor(show: (state: CallState) => void) {
    this.show = show;
    this.speaker.autoplay = true;
  }

  async start(begin: () => Promise<VisitorPhone>): Promise<void> {
    this.show("asking");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.end("no_microphone");
    }
    this.show("calling");
    try {
      const phone = await begin();
      if (this.isOver) return this.release();
      await this.dial(phone);
    } catch (error) {
      this.end(refusalOf(error));
    }
  }

  mute(isMuted: boolean): void {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }

  press(key: string): void {
    this.session?.sendDTMF(key, { transportType: "RFC2833" as never });
  }

  hangUp(): void {
    if (this.session && !this.session.isEnded()) this.session.terminate();
    this.end("ended");
  }

  private async dial(phone: VisitorPhone): Promise<void> {
    const { UA, WebSocketInterface } = await import("jssip");
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const ua = new UA({
      sockets: [new WebSocketInterface(`${scheme}://${location.host}${phone.websocket}`)],
      uri: phone.uri,
      authorization_user: phone.username,
      password: phone.secret,
      register: false,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
    });
    this.ua = ua;
    ua.on("connected", () => this.session ?? this.call(ua, phone.target));
    ua.on("disconnected", ({ code }) => {
      if (!this.session) this.end("failed");
      // After a break the engine no longer knows a way to tell us: the server's farewell does.
      else if (code === FAREWELL) this.end("ended");
    });
    ua.start();
  }

  private call(ua: UA, target: string): void {
    const session = ua.call(target, {
      ...(this.stream ? { mediaStream: this.stream } : {}),
      mediaConstraints: { audio: true, video: false },
      rtcOfferConstraints: { offerToReceiveAudio: true },
    });
    this.session = session;
    session.on("icecandidate", goOnSoon);
    session.on("accepted", () => this.isOver || this.show("up"));
    session.on("ended", () => this.end("ended"));
    session.on("failed", () => this.end("failed"));
    // The connection is there before anybody may listen to the session.
    session.connection.addEventListener("track", ({ streams, track }) => {
      this.speaker.srcObject = streams[0] ?? new MediaStream([track]);
      void this.speaker.play().catch(() => undefined);
    });
  }

  private end(state: CallState): void {
    if (this.isOver) return;
    this.isOver = true;
    this.release();
    this.show(state);
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.speaker.srcObject = null;
    this.ua?.stop();
  }
}
