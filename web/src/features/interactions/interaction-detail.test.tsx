import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { screen, within } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { InteractionDetail } from "./interaction-detail";
import type { Detail } from "./model/detail";

const AT = "2026-01-05T10:00:00.250000Z";
const IN_THE_FLOW = {
  id: "i1",
  channel: "voice",
  direction: "inbound",
  customer: { number: "+15550001", name: "" },
  entry_point: null,
  queue: null,
  agent: null,
  language: "en",
  arrived_at: AT,
  ended_at: null,
  outcome: "in_progress",
  ended_by: null,
  end_reason: null,
  current: { kind: "flow", since: AT },
  wait_ms: 0,
  talk_ms: 0,
  hold_ms: 0,
  wrap_up_ms: 0,
  disposition: null,
  note: "",
  ticket: null,
  ticket_address: null,
  has_recording: false,
  data: [],
  agents: [],
  answers: [],
  segments: [],
  timeline: [{ at: AT, kind: "interactions.arrived", text_key: "timeline.interactions_arrived", params: {} }],
  recordings: [],
  voicemail: null,
} satisfies Detail;

async function see(detail: Detail, mayReadPast: boolean) {
  const routeTree = createRootRoute({
    component: () => <InteractionDetail detail={detail} mayDownload={false} mayReadPast={mayReadPast} />,
  });
  const history = createMemoryHistory({ initialEntries: ["/"] });
  show(<RouterProvider router={createRouter({ routeTree, history })} />);
  await screen.findByText("The call arrived");
}

const fact = (name: string) => screen.getByText(name, { selector: "dt" }).nextElementSibling?.textContent;

it("leads from each moment to the centre as it was then", async () => {
  await see(IN_THE_FLOW, true);
  const links = screen.getAllByTitle("See the centre at this moment");
  expect(links.map((link) => link.textContent?.trim().slice(-3))).toEqual(["ent", ":00"]);
  for (const link of links) expect(new URL((link as HTMLAnchorElement).href).searchParams.get("at")).toBe(AT);
});

it("leads nobody there who may not look back", async () => {
  await see(IN_THE_FLOW, false);
  expect(screen.queryByRole("link")).toBeNull();
});

it("tells when each recording began", async () => {
  new FakeServer().on("GET /a/peaks", () => ({ body: { left: [], right: [] } }));
  const sound = {
    seconds: 9,
    is_repaired: false,
    pauses: [],
    missing_s: 0,
    url: "/a",
    peaks_url: "/a/peaks",
  };
  const begun = ["2026-01-05T10:00:05Z", "2026-01-05T10:02:40Z"];
  const recordings = begun.map((started_at, at) => ({ ...sound, id: `r${at}`, started_at }));
  await see({ ...IN_THE_FLOW, recordings }, false);
  const players = screen.getAllByRole("region", { name: "Recording" });
  expect(players.map((one) => within(one).getByRole("time").textContent?.slice(-5))).toEqual([
    "00:05",
    "02:40",
  ]);
});

it("claims no wait of nought before anybody waited, and lets a present one run", async () => {
  await see(IN_THE_FLOW, false);
  expect(fact("Wait")).toBe("–");
  const since = new Date(Date.now() - 3_600_000).toISOString();
  await see({ ...IN_THE_FLOW, current: { kind: "waiting", since } }, false);
  expect(screen.getAllByText(/^1:00:\d\d$/).length).toBe(1);
});
