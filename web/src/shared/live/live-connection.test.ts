import { FakeSocket, snapshot, takeFakeSockets } from "@tests/support/fake-live";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveConnection } from "./live-connection";

describe("the live connection", () => {
  let connection: LiveConnection;

  beforeEach(() => {
    vi.useFakeTimers();
    takeFakeSockets();
    connection = new LiveConnection("ws://centre/v1/live");
    connection.start();
    FakeSocket.latest().open();
  });
  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
  });

  const queue = (waiting: number) => ({ id: "q", name: "Sales", waiting });
  const change = (sequence: number, waiting: number) => ({
    kind: "changes",
    sequence,
    changes: [{ entity: "queue", id: "q", value: queue(waiting) }],
  });
  const shown = () => connection.read().state.entities.queue["q"]?.waiting;

  it("shows the snapshot and then the changes", () => {
    FakeSocket.latest().say(snapshot({ queue: { q: queue(1) } }));
    expect(connection.read().status).toBe("live");
    FakeSocket.latest().say(change(2, 5));
    expect(shown()).toBe(5);
  });

  it("asks once for a new snapshot after a gap, and shows the old picture meanwhile", () => {
    const socket = FakeSocket.latest();
    socket.say(snapshot({ queue: { q: queue(1) } }));
    socket.say(change(4, 9));
    socket.say(change(5, 8));
    expect(socket.sent.filter(({ kind }) => kind === "resync")).toHaveLength(1);
    expect(shown()).toBe(1);
    socket.say(snapshot({ queue: { q: queue(8) } }, 5));
    socket.say(change(6, 7));
    expect(shown()).toBe(7);
  });

  it("reconnects by itself, says so, and tells those who fetched figures before", () => {
    FakeSocket.latest().say(snapshot({}));
    const restarted = vi.fn();
    connection.onRestart(restarted);
    FakeSocket.latest().close();
    expect(connection.read().status).toBe("reconnecting");
    expect(restarted).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.made).toHaveLength(2);
    FakeSocket.latest().open();
    FakeSocket.latest().say(snapshot({}, 40, "e2"));
    expect(connection.read().status).toBe("live");
  });

  it("takes a silent socket for a dead one", () => {
    FakeSocket.latest().say(snapshot({}));
    vi.advanceTimersByTime(16_000);
    expect(connection.read().status).toBe("reconnecting");
  });

  it("keeps a socket that answers its pings", () => {
    const socket = FakeSocket.latest();
    socket.say(snapshot({}));
    for (let second = 0; second < 60; second += 5) {
      vi.advanceTimersByTime(5_000);
      socket.say({ kind: "pong", server_time: new Date().toISOString() });
    }
    expect(connection.read().status).toBe("live");
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("forgets everything and does not come back when the session is over", () => {
    FakeSocket.latest().say(snapshot({ queue: { q: queue(1) } }));
    FakeSocket.latest().say({ kind: "signed_out", reason: "session.ended" });
    FakeSocket.latest().close(4401);
    vi.advanceTimersByTime(60_000);
    expect(connection.read().status).toBe("signed_out");
    expect(shown()).toBeUndefined();
    expect(FakeSocket.made).toHaveLength(1);
  });
});
