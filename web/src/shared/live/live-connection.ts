/** The live WebSocket: keeps the picture current, reconnects with back-off, keeps server time. */
import { learnServerTime } from "@/shared/time/server-clock";
import { type Changes, EMPTY, type LiveState, receive, type Snapshot } from "./live-state";

export type LiveStatus = "connecting" | "live" | "reconnecting" | "signed_out";

export interface Live {
  readonly status: LiveStatus;
  readonly state: LiveState;
}

type Message =
  | Snapshot
  | Changes
  | { kind: "pong"; server_time: string }
  | { kind: "signed_out"; reason: string };

const PING_MS = 5_000;
const SILENCE_MS = 12_000;
const FIRST_WAIT_MS = 300;
// How late a snapshot may be, as far as this page can tell.
const UNASKED_MS = 3_000;
const LONGEST_WAIT_MS = 8_000;
// The close code with which the server ends the stream of a session that is over.
const SIGNED_OUT = 4401;

export class LiveConnection {
  private live: Live = { status: "connecting", state: EMPTY };
  private socket: WebSocket | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly restarts = new Set<() => void>();
  private attempts = 0;
  private lastHeard = 0;
  private pingSent = 0;
  private pinging: ReturnType<typeof setInterval> | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private isResyncing = false;
  private readonly url: string;
  private readonly greeting: string | undefined;

  /** `greeting` is said first on each connection: the key of a display. */
  constructor(url: string, greeting?: string) {
    this.url = url;
    this.greeting = greeting;
  }

  readonly read = (): Live => this.live;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Be told when a stream began anew: figures fetched before it may be old. */
  onRestart(listener: () => void): () => void {
    this.restarts.add(listener);
    return () => this.restarts.delete(listener);
  }

  start(): void {
    if (this.socket || this.waiting) return;
    window.addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.pinging = setInterval(() => this.ping(), PING_MS);
    this.open();
  }

  stop(): void {
    window.removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    clearInterval(this.pinging);
    clearTimeout(this.waiting);
    this.waiting = undefined;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.live = { status: "connecting", state: EMPTY };
    this.attempts = 0;
  }

  private open(): void {
    this.waiting = undefined;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.isResyncing = false;
    this.lastHeard = Date.now();
    socket.onopen = () => {
      if (this.greeting !== undefined) socket.send(this.greeting);
      this.ping();
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.hear(String(event.data));
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      if (code === SIGNED_OUT) this.publish({ status: "signed_out", state: EMPTY });
      this.lose();
    };
  }

  private lose(): void {
    this.socket = undefined;
    if (this.live.status === "signed_out") return;
    if (this.live.status === "live") this.publish({ ...this.live, status: "reconnecting" });
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts);
    this.attempts += 1;
    // Jitter keeps a room full of desks from coming back in the same instant.
    this.waiting = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
    for (const listener of this.restarts) listener();
  }

  private readonly hurry = (): void => {
    if (document.visibilityState === "hidden") return;
    if (this.waiting) {
      clearTimeout(this.waiting);
      this.open();
    } else this.ping();
  };

  private ping(): void {
    const socket = this.socket;
    if (!socket) return;
    if (Date.now() - this.lastHeard > SILENCE_MS) {
      this.socket = undefined;
      socket.onclose = null;
      socket.close();
      this.lose();
      return;
    }
    if (socket.readyState !== WebSocket.OPEN) return;
    this.pingSent = Date.now();
    socket.send('{"kind":"ping"}');
  }

  private hear(text: string): void {
    this.lastHeard = Date.now();
    const message = JSON.parse(text) as Message;
    switch (message.kind) {
      case "pong":
        learnServerTime(message.server_time, Date.now() - this.pingSent);
        return;
      case "signed_out":
        this.publish({ status: "signed_out", state: EMPTY });
        return;
      case "snapshot":
      case "changes":
        this.take(message);
    }
  }

  private take(message: Snapshot | Changes): void {
    if (message.kind === "snapshot") {
      learnServerTime(message.server_time, 0, UNASKED_MS);
      this.isResyncing = false;
      this.attempts = 0;
    }
    const next = receive(this.live.state, message);
    if (next === "known") return;
    if (next !== "resync") {
      this.publish({ status: this.isResyncing ? this.live.status : "live", state: next });
      return;
    }
    if (this.isResyncing) return;
    this.isResyncing = true;
    this.socket?.send('{"kind":"resync"}');
  }

  private publish(live: Live): void {
    this.live = live;
    for (const listener of this.listeners) listener();
  }
}

export function socketUrl(path: string): string {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}${path}`;
}

export const liveConnection = new LiveConnection(socketUrl("/v1/live"));
