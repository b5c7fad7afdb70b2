import { screen } from "@testing-library/react";
import { anAgent } from "@tests/support/an-agent";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { liveConnection } from "@/shared/live/live-connection";
import { AgentActs } from "./agent-acts";

const noon = new Date();
noon.setHours(12, 0, 0, 0);
const PAUSE = { presence: "not_ready", reason_id: "lunch", reason_name: "Lunch" } as const;

describe("what a supervisor reads of an agent on a pause", () => {
  afterEach(() => liveConnection.stop());

  const open = (more: Partial<LiveAgent>) => {
    new FakeServer();
    const ann = anAgent("Ann", { chosen_at: noon.toISOString(), since: noon.toISOString(), ...more });
    showPicture({ agent: { ann } });
    show(<AgentActs id="ann" tasks={null} explanation={null} />);
  };

  it("is the reason, and since when", () => {
    open({ ...PAUSE, state: "not_ready" });
    expect(screen.getByText("Lunch")).toBeTruthy();
    expect(screen.getByText("since 12:00")).toBeTruthy();
  });

  it("is also a reason that the centre gave", () => {
    open({ presence: "not_ready", state: "not_ready", reason_id: "system.missed_offer" });
    expect(screen.getByText("Missed an offer")).toBeTruthy();
  });

  it("says of a pause that was chosen during work that it follows", () => {
    open({ ...PAUSE, state: "handling" });
    expect(screen.getByText("Then not ready: Lunch, chosen at 12:00")).toBeTruthy();
    expect(screen.queryByText("Lunch")).toBeNull();
  });
});
