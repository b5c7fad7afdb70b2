import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { OwnCallBacks } from "./own-call-backs";

const me = aMe();
const callBack = {
  id: "b1",
  number: "+8613800138000",
  customer_name: "Li Na",
  queue_id: "q1",
  queue_name: "Sales",
  origin: "request",
  requested_at: "2026-01-05T10:00:00Z",
  place_since: "2026-01-05T10:00:00Z",
  due_at: "2026-01-05T12:30:00Z",
  is_under_way: false,
  attempts: 0,
  last_reason: null,
  agent_id: "a1",
  note: "About the tins",
};

describe("an agent's own call-backs", () => {
  afterEach(() => liveConnection.stop());

  it("are called by one press", async () => {
    const server = new FakeServer()
      .on("GET /v1/desk/call-backs", () => ({ body: { items: [callBack] } }))
      .on("POST /v1/desk/call-backs/b1/start", () => ({ status: 204 }));
    showPicture({ me: { me } });
    show(<OwnCallBacks />);
    expect(await screen.findByText("About the tins")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Call now: Li Na" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });

  it("wait until the agent is ready", async () => {
    new FakeServer().on("GET /v1/desk/call-backs", () => ({ body: { items: [callBack] } }));
    showPicture({ me: { me: { ...me, state: "wrap_up" } } });
    show(<OwnCallBacks />);
    const button = await screen.findByRole("button", { name: "Call now: Li Na" });
    expect((button as HTMLButtonElement).disabled).toBe(true);
    expect(screen.getByText("You can call as soon as you are ready.")).toBeTruthy();
  });
});
