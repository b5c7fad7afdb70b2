import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { keepSession, queryClient, type Session } from "@/shared/session/session";
import type { Obstacle } from "./model/say";
import { WaitingExplanation } from "./waiting-explanation";

const NONE = { subject: null, has: null, needs: null, interaction_id: null, agent: null, until: null };
const TEA = { id: "tea", name: "Tea" };
const lacks: Obstacle = {
  ...NONE,
  reason: "skill_too_low",
  change: "raise_skill",
  subject: TEA,
  has: 4,
  needs: 7,
};

async function explained(permissions: string[], ...obstacles: Obstacle[]) {
  queryClient.clear();
  keepSession({ permissions, csrf: "c" } as unknown as Session);
  const agent = { id: "bob", name: "Bob", state: "ready" };
  let bob = { id: "bob", queues: ["q1"], skills: { english: 5, tea: 4 } };
  const waiting = {
    interaction_id: "c1",
    queue: { id: "q1", name: "Sales" },
    since: "2026-01-05T12:00:00Z",
    position: 1,
    priority: 0,
  };
  const server = new FakeServer()
    .on("GET /v1/routing/explanations/waiting/c1", () => ({
      body: { waiting, agents: [{ reason: obstacles[0]?.reason, obstacles, agent }], agent_count: 1 },
    }))
    .on("GET /v1/agents/bob", () => ({ body: bob }))
    .on("PUT /v1/floor/agents/bob/assignment", (body) => {
      bob = { ...bob, ...(body as object) };
      return { status: 204 };
    })
    .on("PUT /v1/floor/agents/bob/state", () => ({ status: 204 }))
    .on("POST /v1/agents/bob/release", () => ({ status: 204 }))
    .on("POST /v1/floor/waiting/c1/pick", () => ({ status: 204 }));
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const routeTree = createRootRoute({ component: () => <WaitingExplanation id="c1" /> });
  show(<RouterProvider router={createRouter({ routeTree, history })} />);
  await screen.findByText("Bob");
  return server;
}

async function press(server: FakeServer, name: string) {
  await userEvent.click(screen.getByRole("button", { name }));
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  return server.writes()[0];
}

describe("what would connect a customer and an agent", () => {
  const FLOOR = "supervision.floor.act";

  it("is a level, given by one press beside what the agent can do already", async () => {
    const server = await explained([FLOOR], lacks);
    expect(await press(server, "Give Tea at level 7")).toMatchObject({
      path: "/v1/floor/agents/bob/assignment",
      body: { queues: ["q1"], skills: { english: 5, tea: 7 } },
    });
  });

  it("is a queue, added to those of the agent", async () => {
    const queue = { id: "q2", name: "Service" };
    const server = await explained([FLOOR], {
      ...NONE,
      reason: "not_in_queue",
      change: "add_queue",
      subject: queue,
    });
    expect(await press(server, "Add the agent to Service")).toMatchObject({
      body: { queues: ["q1", "q2"], skills: { english: 5, tea: 4 } },
    });
  });

  it.each([
    ["a level", lacks, "Give Tea at level 7"],
    ["a skill", { ...lacks, subject: { id: "latin", name: "Latin" } }, "Give Latin at level 7"],
    [
      "a queue",
      { ...lacks, reason: "not_in_queue", change: "add_queue", subject: { id: "q2", name: "Service" } },
      "Add the agent to Service",
    ],
  ] as const)("has %s taken back by one press, and nothing besides", async (_, obstacle, name) => {
    const server = await explained([FLOOR], obstacle);
    const given = await press(server, name);
    const before = { queues: ["q1"], skills: { english: 5, tea: 4 } };
    expect(given?.body).not.toEqual(before);
    expect(await screen.findByText(`Done: ${name}`)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toEqual(before);
  });

  it.each([
    ["not_ready", "become_ready", "Make the agent ready", "/v1/floor/agents/bob/state"],
    ["blocked", "release_agent", "Let the agent back", "/v1/agents/bob/release"],
    ["others_before", "offer_by_hand", "Offer it by hand", "/v1/floor/waiting/c1/pick"],
    ["kept_for_another", "stop_keeping", "Offer it by hand", "/v1/floor/waiting/c1/pick"],
  ] as const)("is one press where somebody is %s", async (reason, change, name, path) => {
    const server = await explained([FLOOR, "agents.agent.release"], { ...NONE, reason, change });
    expect(await press(server, name)).toMatchObject({ path });
  });

  it("is not an offer by hand while the agent is busy, nor ready for who is away", async () => {
    await explained(
      [FLOOR],
      { ...NONE, reason: "offline", change: "become_ready" },
      { ...NONE, reason: "others_before", change: "offer_by_hand", has: 1, needs: 0 },
    );
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByText("The agent becomes ready")).toBeTruthy();
  });

  it("stands in the agent's record where only that can be changed, for those who may", async () => {
    const channel: Obstacle = { ...NONE, reason: "channel_not_allowed", change: "allow_channel" };
    await explained(["agents.agent.edit"], channel);
    const link = screen.getByRole("link", { name: "Allow this channel" });
    expect(link.getAttribute("href")).toBe("/admin/agents?record=bob");
  });

  it("is only said to who may change nothing", async () => {
    await explained([], lacks);
    expect(screen.getByText("Give Tea at level 7")).toBeTruthy();
    expect(screen.queryByRole("button") ?? screen.queryByRole("link")).toBeNull();
  });
});
