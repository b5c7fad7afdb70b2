import { act, screen } from "@testing-library/react";
import { showPicture, snapshot } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { ListeningBar } from "./listening-bar";

const listening = (is_up: boolean) => ({
  monitor_id: "i1.w1",
  interaction_id: "i1",
  agent_name: "Ann",
  customer_number: "",
  customer_name: "Li Na",
  mode: "listen",
  is_up,
  since: "2026-01-05T12:00:00Z",
});

describe("listening to a call", () => {
  afterEach(() => liveConnection.stop());

  const open = (is_up: boolean) => {
    const socket = showPicture({ listening: { me: listening(is_up) } });
    new FakeServer().on("DELETE /v1/monitoring", () => ({ status: 204 }));
    const user = show(<ListeningBar />);
    return { user, end: () => act(() => socket.say(snapshot({}, 2))) };
  };

  it.each([
    [true, /You no longer hear Ann/],
    [false, /Your phone did not answer/],
  ])("says that it ended by itself, after the phone was up: %s", async (isUp, words) => {
    const { end } = open(isUp);
    end();
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it("ends without a word when the supervisor leaves", async () => {
    const { user, end } = open(true);
    await user.click(screen.getByRole("button", { name: "Leave" }));
    end();
    expect(screen.queryByRole("region")).toBeNull();
    expect(screen.queryByText(/You no longer hear/)).toBeNull();
  });
});
