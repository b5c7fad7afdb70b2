import { act, screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { SleptHint } from "./slept-hint";

const me = aMe();

describe("a page that was put to sleep", () => {
  beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
  afterEach(() => {
    vi.useRealTimers();
    liveConnection.stop();
  });

  it("says so when it wakes, and not before", () => {
    showPicture({ me: { me: me } });
    show(<SleptHint />);
    act(() => void vi.advanceTimersByTime(20_000));
    expect(screen.queryByRole("status")).toBeNull();
    act(() => {
      vi.setSystemTime(Date.now() + 10 * 60_000);
      vi.advanceTimersByTime(5_000);
    });
    expect(screen.getByRole("status").textContent).toContain("10 minutes");
  });
});
