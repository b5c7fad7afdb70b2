import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { aMe } from "@tests/support/a-me";
import { anAgent } from "@tests/support/an-agent";
import { showPicture, snapshot } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { liveConnection } from "@/shared/live/live-connection";
import { FloorCalls } from "./floor-calls";

const block = {
  since: "2026-01-05T12:00:00Z",
  queue_name: "Sales",
  missed_offers: 3,
  needs_supervisor: true,
};
const hand = { since: "2026-01-05T12:00:00Z", note: "About a refund" };
const picture = (...agents: LiveAgent[]) => ({
  agent: Object.fromEntries(agents.map((one) => [one.id, one])),
});
const blocked = anAgent("Ann", { presence: "blocked", state: "blocked", block });

describe("agents who cannot go on alone", () => {
  afterEach(() => liveConnection.stop());

  it("are let back from the notice of their block, which goes with the block", async () => {
    const server = new FakeServer().on("POST /v1/agents/ann/release", () => ({ status: 204 }));
    const heard = vi.fn();
    const socket = showPicture(picture(anAgent("Ann")));
    show(<FloorCalls mayRelease mayAct onCall={heard} />);
    act(() => socket.say(snapshot(picture(blocked))));
    const note = await screen.findByRole("alert");
    expect(within(note).getByText("Ann is blocked")).toBeTruthy();
    expect(heard.mock.calls).toEqual([["Ann is blocked", "3 unanswered offers in a row in Sales."]]);
    await userEvent.click(within(note).getByRole("button", { name: "Let back" }));
    await waitFor(() => expect(server.writes().map(({ path }) => path)).toEqual(["/v1/agents/ann/release"]));
    act(() => socket.say(snapshot(picture(anAgent("Ann")))));
    await waitFor(() => expect(screen.queryByText("Ann is blocked")).toBeNull());
  });

  it("call with a raised hand", async () => {
    const heard = vi.fn();
    const socket = showPicture(picture(anAgent("Ann")));
    show(<FloorCalls mayRelease mayAct onCall={heard} />);
    act(() => socket.say(snapshot(picture(anAgent("Ann", { hand })))));
    await waitFor(() => expect(heard.mock.calls).toEqual([["Ann asks for you", "About a refund"]]));
  });

  it("are no news when they stood there before, help themselves, are oneself or not one's own", async () => {
    const heard = vi.fn();
    const me = { me: { me: aMe({ agent_id: "ann" }) } };
    const self = anAgent("Tom", { block: { ...block, needs_supervisor: false } });
    const stood = anAgent("Old", { block });
    const socket = showPicture({ ...me, ...picture(stood) });
    show(<FloorCalls mayRelease mayAct={false} onCall={heard} />);
    act(() => socket.say(snapshot({ ...me, ...picture(stood, blocked, self, anAgent("Eve", { hand })) })));
    act(() => socket.say(snapshot({ ...me, ...picture(stood, anAgent("Bob", { block })) })));
    await waitFor(() => expect(heard.mock.calls.map(([title]) => title)).toEqual(["Bob is blocked"]));
  });
});
