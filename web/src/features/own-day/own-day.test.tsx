import { screen, within } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { OwnDay } from "./own-day";

const day = {
  handled_count: 12,
  handle_s: 245.5,
  talk_s: 2400,
  hold_s: 60,
  wrap_up_s: 486,
  with_colleagues_s: 65,
  busy_s: 2946,
  ready_s: 600,
  occupancy_percent: 83.1,
  begun_at: "2026-01-05T00:00:00Z",
  course: [
    { state: "ready", begun_at: "2026-01-05T09:00:00Z", ended_at: "2026-01-05T09:40:00Z" },
    { state: "handling", begun_at: "2026-01-05T09:40:00Z", ended_at: "2026-01-05T10:00:30Z" },
  ],
  by_hour: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 5 : hour === 10 ? 7 : 0)),
  results: [{ name: "Order › Tea", count: 8 }],
  goals: { handled_count: 40, handle_s: 300, occupancy_percent: null },
};

describe("an agent's day", () => {
  afterEach(() => liveConnection.stop());

  it("stands beside the goals, and says which are reached", async () => {
    new FakeServer().on("GET /v1/desk/day", () => ({ body: day }));
    showPicture({ me: { me: aMe() } });
    show(<OwnDay />);
    const handled = within((await screen.findByText("Handled")).parentElement as HTMLElement);
    expect(handled.getByText("12")).toBeTruthy();
    expect(handled.getByText("Goal: 40 or more")).toBeTruthy();
    expect(handled.getByText("not yet")).toBeTruthy();
    const handle = within(screen.getByText("Average handling").parentElement as HTMLElement);
    expect(handle.getByText("Goal: 5:00 or less")).toBeTruthy();
    expect(handle.getByText("reached")).toBeTruthy();
    const busy = within(screen.getByText("Occupancy").parentElement as HTMLElement);
    expect(busy.getByText("83 %")).toBeTruthy();
    expect(busy.queryByText(/Goal/)).toBeNull();
  });

  it("is drawn by the hour, in words for those who do not see it", async () => {
    new FakeServer().on("GET /v1/desk/day", () => ({ body: day }));
    showPicture({ me: { me: aMe() } });
    show(<OwnDay />);
    expect(await screen.findByRole("img", { name: "Handled by the hour: 9:00: 5, 10:00: 7" })).toBeTruthy();
    const states = screen.getByRole("figure", { name: /^States from/ });
    expect(within(states).getByText("40:00")).toBeTruthy();
    expect(within(states).getByText("20:30")).toBeTruthy();
    expect(screen.getByRole("list", { name: "Results" }).textContent).toContain("Order › Tea 8");
  });
});
