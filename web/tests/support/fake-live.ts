/** The live stream without a network: sockets that the test opens, feeds and closes. */
import { vi } from "vitest";
import type { EntityName } from "@/shared/live/entity-map";
import { liveConnection } from "@/shared/live/live-connection";

export class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readonly sent: { kind: string }[] = [];
  readonly url: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(url: string) {
    this.url = url;
    FakeSocket.made.push(this);
  }

  static latest(): FakeSocket {
    const socket = FakeSocket.made.at(-1);
    if (!socket) throw new Error("No socket was opened.");
    return socket;
  }

  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export function takeFakeSockets(): void {
  FakeSocket.made = [];
  vi.stubGlobal("WebSocket", FakeSocket);
}

export function snapshot(entities: Partial<Record<EntityName, object>>, sequence = 1, epoch = "e1") {
  return { kind: "snapshot", epoch, sequence, server_time: new Date().toISOString(), entities } as const;
}

/** Let the page's own stream run with this picture. */
export function showPicture(entities: Partial<Record<EntityName, object>>): FakeSocket {
  takeFakeSockets();
  liveConnection.start();
  const socket = FakeSocket.latest();
  socket.open();
  socket.say(snapshot(entities));
  return socket;
}
