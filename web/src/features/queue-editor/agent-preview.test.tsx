import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { AgentPreview } from "./agent-preview";

const agent = (name: string, is_free: boolean, handled_count: number) => ({
  id: name,
  name,
  state: is_free ? "ready" : "handling",
  is_free,
  is_able: true,
  is_asked: is_free,
  ready_s: 60,
  idle_s: 60,
  last_turn: 1,
  handled_count,
  occupied_percent: 10,
  level: 3,
  points: null,
});

it("names the agent who would be chosen, and what was compared", async () => {
  const agents = [agent("Ann", true, 2), agent("Bob", false, 1)];
  const server = new FakeServer().on("POST /v1/routing/choice-preview", () => ({
    body: { agents, agent_count: 3, waiting: [], waiting_count: 0, lengths: [] },
  }));
  show(<AgentPreview id="q1" body={{ name: "Sales", agent_choice: "fewest_handled" }} />);
  expect(await screen.findByText("Ann would get it now.")).toBeTruthy();
  expect(screen.getByText("handled 2")).toBeTruthy();
  expect(screen.getByText("2 of 3 agents can take these calls.")).toBeTruthy();
  await waitFor(() =>
    expect(server.writes()[0]?.body).toEqual({
      queue_id: "q1",
      queue: { name: "Sales", agent_choice: "fewest_handled" },
    }),
  );
});

it("names all who would be asked at the same time", async () => {
  const agents = [agent("Ann", true, 2), agent("Bob", true, 1), agent("Eve", false, 1)];
  new FakeServer().on("POST /v1/routing/choice-preview", () => ({
    body: { agents, agent_count: 3, waiting: [], waiting_count: 0, lengths: [] },
  }));
  show(<AgentPreview id="q1" body={{ name: "Sales", agent_choice: "longest_ready", offers_at_once: 3 }} />);
  expect(
    await screen.findByText("Ann, Bob would be asked now; the first to accept has the call."),
  ).toBeTruthy();
});
