import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it, vi } from "vitest";
import { WhatIf } from "./what-if";

// There is no canvas to draw on here; what a chart says of itself stands for it.
vi.mock("@/shared/charts/chart", () => ({
  Chart: ({ label }: { label: string }) => <div role="img" aria-label={label} />,
}));

const of = (mean: number, doubt = 0) => ({ mean, within: doubt });
const figures = {
  offered: of(4),
  answered: of(3),
  abandoned: of(1),
  service_level: of(0.75),
  mean_wait_s: of(20),
  p90_wait_s: of(40),
  longest_wait_s: of(50),
  occupancy: of(0.5),
};
const comparison = (queue_id: string | null, name: string, came = figures) => ({
  queue_id,
  name,
  before: came,
  after: came,
  change: came,
});
const done = {
  id: "7",
  asked_at: "2026-11-21T10:00:00Z",
  begins: "2026-11-20T10:00:00Z",
  ends: "2026-11-21T00:00:00Z",
  plan: { arrivals: 2, absent: ["a1"], agents: [{ agent_id: "a2", skills: { tea: 5 }, queues: {} }] },
  seeds: 5,
  state: "done",
  progress: 1,
  problem: "",
  findings: {
    contacts: 4,
    seeds: 5,
    reproduction: { decisions: 3, same: 3, first_other: null },
    comparisons: [comparison(null, ""), comparison("q1", "Sales"), comparison("q2", "Tea")],
  },
};
const half = (wait: number) => ({
  offered: of(2),
  waiting: of(0.4, 0.1),
  service_level: of(0.5, 0.1),
  mean_wait_s: of(wait, 3),
  occupancy: null,
});
const course = {
  items: [
    { begins: "2026-11-20T09:00:00Z", before: half(30), after: half(10) },
    { begins: "2026-11-20T09:30:00Z", before: half(44), after: half(12) },
  ],
};

it("draws four figures through the day, and tells them in a table", async () => {
  new FakeServer()
    .on("GET /v1/what-if", () => ({ body: { items: [done] } }))
    .on("GET /v1/what-if/7/half-hours", () => ({ body: course }));
  show(<WhatIf today="2026-11-22" mayRun={false} />);
  const wait = await screen.findByRole("img", { name: /^Mean wait by half-hours/ });
  expect(screen.getByText(/^Nov 20, 2026: 4 customers waited; 5 runs each\./)).toBeTruthy();
  expect(wait.getAttribute("aria-label")).toMatch(/as it was 30 s – 44 s, as it would be 10 s – 12 s$/);
  expect(screen.getAllByRole("img", { name: /by half-hours/ })).toHaveLength(4);
  expect(
    screen.getByRole("img", { name: /Occupancy of all agents by half-hours: as it was –/ }),
  ).toBeTruthy();
  await userEvent.click(screen.getByText("Half-hours as a table"));
  const table = within(screen.getByRole("region", { name: "Half-hours as a table" }));
  expect(table.getAllByRole("row")).toHaveLength(3);
  expect(table.getByText("44 s ± 3 s")).toBeTruthy();
});

it("says the occupancy of all once, and has no table for a queue that nobody came to", async () => {
  const quiet = comparison("q3", "Night", { ...figures, offered: of(0) });
  const findings = { ...done.findings, comparisons: [...done.findings.comparisons, quiet] };
  new FakeServer()
    .on("GET /v1/what-if", () => ({ body: { items: [{ ...done, id: "8", findings }] } }))
    .on("GET /v1/what-if/8/half-hours", () => ({ body: { items: [] } }));
  show(<WhatIf today="2026-11-22" mayRun={false} />);
  expect(await screen.findAllByRole("rowheader", { name: "Abandoned" })).toHaveLength(3);
  expect(screen.getAllByRole("rowheader", { name: "Occupancy of all agents" })).toHaveLength(1);
  expect(screen.queryByText("Night")).toBeNull();
});

it("says so when a course cannot be had", async () => {
  new FakeServer()
    .on("GET /v1/what-if", () => ({ body: { items: [done] } }))
    .on("GET /v1/what-if/7/half-hours", () => ({ body: { items: [] } }));
  show(<WhatIf today="2026-11-22" mayRun={false} />);
  expect(await screen.findByText("No half-hour to show")).toBeTruthy();
  expect(screen.queryByRole("img", { name: /by half-hours/ })).toBeNull();
});

it("asks nothing while a number is missing, and says which", async () => {
  const server = new FakeServer()
    .on("GET /v1/what-if", () => ({ body: { items: [] } }))
    .on("POST /v1/what-if", () => ({ status: 202, body: done }));
  show(<WhatIf today="2026-11-20" mayRun />);
  const patience = await screen.findByLabelText("Patience");
  fireEvent.change(patience, { target: { value: "" } });
  await userEvent.click(screen.getByRole("button", { name: "Ask" }));
  expect(await screen.findByText("Please fill this in.")).toBeTruthy();
  expect(server.writes()).toHaveLength(0);
});

it("tells what was asked, and asks it again with something else", async () => {
  const people = [
    { id: "a1", name: "Anna", skills: {}, queues: [] },
    { id: "a2", name: "Ben", skills: { tea: 5 }, queues: [] },
  ];
  const server = new FakeServer()
    .on("GET /v1/what-if", () => ({ body: { items: [done] } }))
    .on("GET /v1/what-if/7/half-hours", () => ({ body: course }))
    .on("GET /v1/agents", () => ({ body: { items: people, next_cursor: null } }))
    .on("GET /v1/skills", () => ({ body: { items: [{ id: "tea", name: "Tea" }], next_cursor: null } }))
    .on("POST /v1/what-if", () => ({ status: 202, body: done }));
  show(<WhatIf today="2026-11-22" mayRun />);
  const told = within(await screen.findByRole("list", { name: "What was different" }));
  await told.findByText("Not there: Anna");
  // The level has become what was asked for since.
  await told.findByText("Ben: Tea 5");
  expect(told.getByText("Customers: 200 % as many")).toBeTruthy();
  // Points of a share are no per cent of it.
  expect(screen.getAllByText(/▲ \+75 points/).length).toBeGreaterThan(0);
  await userEvent.click(screen.getByText("Change and ask again"));
  const patience = await screen.findByLabelText("Patience");
  fireEvent.change(patience, { target: { value: "150" } });
  await userEvent.click(screen.getByRole("button", { name: "Ask" }));
  await vi.waitFor(() => expect(server.writes()).toHaveLength(1));
  expect(server.writes()[0]?.body).toMatchObject({
    plan: { arrivals: 2, patience: 1.5, absent: ["a1"], agents: done.plan.agents },
  });
});
