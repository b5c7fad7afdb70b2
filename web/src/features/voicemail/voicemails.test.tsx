import { screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { keepSession, queryClient, type Session } from "@/shared/session/session";
import { Voicemails } from "./voicemails";

const message = {
  id: "m1",
  left_at: "2026-01-05T10:00:00Z",
  seconds: 7,
  number: "+86138****8000",
  name: "Li Na",
  box: "Orders",
  queue_id: "q1",
  is_heard: false,
  is_done: false,
  done_at: null,
  goes_at: null as string | null,
  transcript: null,
  sound_url: "/v1/voicemails/m1/sound",
};

function showMessages(items: (typeof message)[]) {
  queryClient.clear();
  keepSession({ csrf: "", permissions: ["telephony.call.place"] } as unknown as Session);
  showPicture({ me: { me: aMe() } });
  const server = new FakeServer()
    .on("GET /v1/voicemails", () => ({ body: { items, new_count: items.length } }))
    .on("POST /v1/desk/calls", () => ({ body: { interaction_id: "i1" } }))
    .on("POST /v1/voicemails/m1/done", () => ({ status: 204 }))
    .on("POST /v1/voicemails/m1/reopen", () => ({ status: 204 }));
  return { server, person: show(<Voicemails />) };
}

describe("messages of customers", () => {
  afterEach(() => liveConnection.stop());

  it("can be heard, and whoever left one be called without the number", async () => {
    const { server, person } = showMessages([message]);
    expect(await screen.findByText("New")).toBeTruthy();
    expect(screen.getByLabelText("Listen to the message of Li Na").getAttribute("src")).toBe(
      "/v1/voicemails/m1/sound",
    );
    await person.click(screen.getByRole("button", { name: "Call: Li Na" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({ interaction_id: "m1" });
  });

  it("are done, and taken up again", async () => {
    const { server, person } = showMessages([message]);
    await person.click(await screen.findByRole("button", { name: "Done: the message of Li Na" }));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes().map(({ path }) => path)).toEqual([
      "/v1/voicemails/m1/done",
      "/v1/voicemails/m1/reopen",
    ]);
  });

  it("tell the day on which they are deleted", async () => {
    const goes_at = "2026-02-04T10:00:00Z";
    showMessages([
      { ...message, goes_at },
      { ...message, id: "m2", name: "Wang Wei" },
    ]);
    expect(await screen.findByText(/deleted on Feb 4, 2026/)).toBeTruthy();
    expect(screen.getAllByText(/Orders/)).toHaveLength(2);
    expect(screen.getAllByText(/deleted on/)).toHaveLength(1);
  });

  it("are not there while there is none", async () => {
    const { server } = showMessages([]);
    await waitFor(() => expect(server.asked).toHaveLength(1));
    expect(screen.queryByRole("region", { name: "Messages" })).toBeNull();
  });
});
