import { act, screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { PhoneAwayHint } from "./phone-away-hint";

const me = aMe({ phone: { kind: "sip", is_reachable: false } });

const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));

describe("a ready agent without a phone", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    liveConnection.stop();
    vi.useRealTimers();
  });

  it("is told so, and what to do", () => {
    showPicture({ me: { me } });
    show(<PhoneAwayHint />);
    expect(screen.queryByRole("alert")).toBeNull();
    wait(4_100);
    expect(screen.getByRole("alert").textContent).toMatch(/no call can reach you.*Check its cable/);
  });

  it("is not told when the phone comes at once, or without being ready", () => {
    const socket = showPicture({ me: { me } });
    show(<PhoneAwayHint />);
    const found = { ...me, phone: { kind: "sip", is_reachable: true } };
    act(() =>
      socket.say({ kind: "changes", sequence: 2, changes: [{ entity: "me", id: "me", value: found }] }),
    );
    wait(9_000);
    expect(screen.queryByRole("alert")).toBeNull();
    const resting = { ...me, presence: "not_ready", state: "not_ready" };
    act(() =>
      socket.say({ kind: "changes", sequence: 3, changes: [{ entity: "me", id: "me", value: resting }] }),
    );
    wait(9_000);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
