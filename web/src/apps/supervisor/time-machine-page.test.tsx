import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { beforeEach, expect, it, vi } from "vitest";
import { instantIn } from "@/apps/search";
import { keepSession, queryClient, type Session } from "@/shared/session/session";
import { TimeMachinePage } from "./time-machine-page";

// There is no canvas to draw on here.
vi.mock("@/shared/charts/chart", () => ({ Chart: () => null }));

const AT = "2026-01-05T10:00:05.267280Z";
const ANN = { number: "+15550001", name: "Ann Customer" };
const event = { params: {}, agent_id: null };
const board = {
  at: AT,
  position: 9,
  queues: [],
  agents: [],
  interactions: [
    {
      id: "i1",
      state: "waiting",
      since: AT,
      arrived_at: AT,
      customer: ANN,
      queue: null,
      agent: null,
      position: 1,
      priority: null,
    },
  ],
  events: [
    {
      ...event,
      at: AT,
      position: 9,
      text_key: "timeline.interactions_arrived",
      interaction_id: "i1",
      customer: ANN,
    },
    {
      ...event,
      at: "2026-01-05T09:59:00.000400Z",
      position: 8,
      text_key: "timeline.interactions_closed",
      interaction_id: "i0",
      customer: null,
    },
  ],
};

beforeEach(() => {
  queryClient.clear();
  new FakeServer()
    .on("GET /v1/time-machine", () => ({ body: board }))
    .on("GET /v1/time-machine/series", () => ({ body: { points: [] } }));
});

async function open(address: string, ...permissions: string[]) {
  keepSession({ permissions, csrf: "c" } as unknown as Session);
  const root = createRootRoute();
  const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Outlet });
  const page = createRoute({
    getParentRoute: () => inside,
    path: "/time-machine",
    validateSearch: instantIn,
    component: TimeMachinePage,
  });
  const record = createRoute({
    getParentRoute: () => inside,
    path: "/interactions/$id",
    component: () => "A record",
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const routeTree = root.addChildren([inside.addChildren([page, record])]);
  const person = show(<RouterProvider router={createRouter({ routeTree, history })} />);
  const slider = await screen.findByRole<HTMLInputElement>("slider");
  await screen.findAllByText(/Ann Customer/);
  return { history, person, slider };
}

const wanted = (address: string) => new URL(address, "http://here").searchParams.get("at");

it("shows the instant of the address, and what happened then has happened", async () => {
  const { slider } = await open(`/time-machine?at=${AT}`);
  expect(Math.abs(Number(slider.value) - Date.parse(AT))).toBeLessThan(10_000);
  expect(slider.getAttribute("aria-valuetext")).toMatch(/:00:05$/);
});

it("leaves the instant in the address once the slider rests, as one entry of the history", async () => {
  const { history, slider } = await open("/time-machine?day=2026-01-05");
  const entries = history.length;
  const written: string[] = [];
  history.subscribe(({ location }) => written.push(location.href));
  const [first, last] = ["2026-01-05T11:00:00.000Z", "2026-01-05T12:00:00.000Z"];
  fireEvent.change(slider, { target: { value: String(Date.parse(first)) } });
  fireEvent.change(slider, { target: { value: String(Date.parse(last)) } });
  await waitFor(() => expect(wanted(history.location.href)).toBe(last));
  expect(written.map(wanted)).toEqual([last]);
  expect(history.length).toBe(entries);
});

it("leads to the interactions, and back to the instant that was left", async () => {
  const { history, person } = await open("/time-machine?day=2026-01-05", "interactions.interaction.read");
  await person.click(screen.getAllByRole("button", { name: /:59:00$/ })[0] as HTMLElement);
  await waitFor(() => expect(wanted(history.location.href)).toBe("2026-01-05T09:59:00.001Z"));
  expect(screen.getByRole("link", { name: "Open the interaction" }).getAttribute("href")).toBe(
    "/interactions/i0",
  );
  await person.click(screen.getAllByRole("link", { name: "Ann Customer" })[0] as HTMLElement);
  await screen.findByText("A record");
  expect(history.location.pathname).toBe("/interactions/i1");
  history.back();
  expect((await screen.findByRole("slider")).getAttribute("aria-valuetext")).toMatch(/:59:00$/);
});

it("leads nobody to interactions who may not read them", async () => {
  await open(`/time-machine?at=${AT}`);
  expect(screen.queryByRole("link", { name: /Ann Customer|Open/ })).toBeNull();
});
