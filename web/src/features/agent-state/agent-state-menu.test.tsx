import { act, screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { AgentStateMenu } from "./agent-state-menu";

const me = aMe({
  presence: "not_ready",
  state: "not_ready",
  reason_id: "system.missed_offer",
  choices: [
    { presence: "ready", reason_id: null, name: null },
    { presence: "not_ready", reason_id: "r1", name: "Lunch" },
  ],
});

describe("the agent's state", () => {
  afterEach(() => liveConnection.stop());

  it("is shown with its reason and how long it has lasted", () => {
    const since = new Date(Date.now() - 65_000).toISOString();
    showPicture({ me: { me: { ...me, since } } });
    show(<AgentStateMenu />);
    const button = screen.getByRole("button");
    expect(button.textContent).toContain("Not ready");
    expect(button.textContent).toContain("Missed an offer");
    expect(button.textContent).toMatch(/1:0[56]/);
  });

  it("offers the changes that the server allows, and asks for the chosen one", async () => {
    showPicture({ me: { me } });
    const server = new FakeServer().on("PUT /v1/desk/presence", () => ({ status: 204 }));
    const user = show(<AgentStateMenu />);
    await user.click(screen.getByRole("button"));
    expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual([
      "Ready",
      "Lunch",
    ]);
    await user.click(screen.getByRole("menuitem", { name: "Lunch" }));
    await waitFor(() => expect(server.writes()[0]?.body).toEqual({ presence: "not_ready", reason_id: "r1" }));
  });

  it("follows the stream", () => {
    const socket = showPicture({ me: { me } });
    show(<AgentStateMenu />);
    const value = { ...me, state: "ready", presence: "ready", reason_id: null };
    act(() => socket.say({ kind: "changes", sequence: 2, changes: [{ entity: "me", id: "me", value }] }));
    expect(screen.getByRole("button").textContent).toContain("Ready");
  });

  it("can be changed again as soon as the change is seen, however late its answer is", async () => {
    const socket = showPicture({ me: { me } });
    new FakeServer().on("PUT /v1/desk/presence", () => new Promise(() => undefined));
    const user = show(<AgentStateMenu />);
    const button = screen.getByRole("button");
    await user.click(button);
    await user.click(await screen.findByRole("menuitem", { name: "Ready" }));
    // What is loading takes no click.
    await waitFor(() => expect(button.classList).toContain("ant-btn-loading"));
    const value = { ...me, state: "ready", presence: "ready", reason_id: null };
    act(() => socket.say({ kind: "changes", sequence: 2, changes: [{ entity: "me", id: "me", value }] }));
    await waitFor(() => expect(button.classList).not.toContain("ant-btn-loading"));
  });
});
