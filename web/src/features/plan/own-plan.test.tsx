import { screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import type { OwnPlan as Plan } from "@/shared/live/plan-entities";
import { OwnPlan } from "./own-plan";

afterEach(() => liveConnection.stop());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

function aPlan(told: number | null): Plan {
  return {
    now: {
      planned: "meal",
      since: inHours(-0.2),
      until: inHours(0.3),
      next: "work",
      departure: told === null ? null : "still_ready",
      departed_at: told === null ? null : inHours(-0.2),
      told_from: told === null ? null : inHours(told),
    },
    shifts: [
      {
        id: "s1",
        starts_at: inHours(-0.5),
        ends_at: inHours(0.5),
        activities: [{ kind: "meal", starts_at: inHours(-0.2), ends_at: inHours(0.3), note: "Canteen" }],
        note: "",
      },
    ],
  };
}

const HINT = "Meal is planned now; you are still ready for calls.";

it("says what is now, what comes next and how long until then", async () => {
  showPicture({ me: { me: aMe() }, plan: { ann: aPlan(null) } });
  show(<OwnPlan />);
  expect(await screen.findByText(/then Work at/)).toBeTruthy();
  expect(screen.getByText(/^in 1[78]:\d\d$/)).toBeTruthy();
  expect(screen.getByText("Canteen")).toBeTruthy();
  expect(screen.queryByText(HINT)).toBeNull();
});

it("tells a departure only once it has lasted", async () => {
  showPicture({ me: { me: aMe() }, plan: { ann: aPlan(0.1) } });
  show(<OwnPlan />);
  await screen.findByText(/then Work at/);
  expect(screen.queryByText(HINT)).toBeNull();
});

it("tells it where one looks, and asks for nothing", async () => {
  showPicture({ me: { me: aMe() }, plan: { ann: aPlan(-0.1) } });
  show(<OwnPlan />);
  expect(await screen.findByText(HINT)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("says so when nothing is planned", async () => {
  showPicture({ me: { me: aMe() } });
  show(<OwnPlan />);
  expect(await screen.findByText(/No shifts are planned for you/)).toBeTruthy();
});
