import { screen, within } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { OwnHistory } from "./own-history";

const anItem = (id: string, direction: string, agent: string, customer: string) => ({
  id,
  direction,
  agent: { id: agent, name: `Agent ${agent}` },
  customer: { number: "", name: customer },
  arrived_at: "2026-03-01T10:00:00Z",
  outcome: "handled",
  talk_ms: 4_000,
  disposition: null,
});

afterEach(() => liveConnection.stop());

it("calls each by the other side: who called, who was called, or the customer", async () => {
  const me = aMe();
  const items = [
    anItem("1", "internal", "caller", "Me myself"),
    anItem("2", "internal", me.agent_id, "Ben"),
    anItem("3", "inbound", me.agent_id, "Wang"),
  ];
  new FakeServer().on("GET /v1/desk/history", () => ({ status: 200, body: { items, next: null } }));
  showPicture({ me: { me } });
  show(<OwnHistory />);
  await screen.findByText("Wang");
  const rows = screen.getAllByRole("listitem").map((row) => within(row));
  expect(
    rows.map((row) => row.queryAllByText(/Agent caller|Ben|Wang/).map((one) => one.textContent)),
  ).toEqual([["Agent caller"], ["Ben"], ["Wang"]]);
  expect(screen.getAllByText("Internal")).toHaveLength(2);
  expect(screen.getAllByText("Incoming")).toHaveLength(1);
});
