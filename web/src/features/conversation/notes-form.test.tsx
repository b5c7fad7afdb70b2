import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it, vi } from "vitest";
import type { Work } from "@/shared/live/entities";
import { NotesForm } from "./notes-form";

function aWork(part: Partial<Work> = {}): Work {
  const now = new Date().toISOString();
  return {
    id: "i1",
    channel: "voice",
    state: "wrap_up",
    customer: { number: "+86", name: "Wang" },
    queue: { id: "q1", name: "Sales" },
    language: "en",
    data: [],
    arrived_at: now,
    connected_at: now,
    since: now,
    ends_by: new Date(Date.now() + 30_000).toISOString(),
    disposition_id: null,
    note: "",
    dispositions: [{ id: "d1", name: "Order placed" }],
    history: [],
    leg_id: null,
    actions: ["save_wrap_up", "finish"],
    ...part,
  };
}

const SAVE = "PUT /v1/desk/interactions/i1/wrap-up";
const FINISH = "POST /v1/desk/interactions/i1/finish";

describe("the notes", () => {
  it("are saved while they are typed, and only then called saved", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "Tea");
    expect(screen.getByText("Not saved yet")).toBeTruthy();
    expect(await screen.findByText("Saved", undefined, { timeout: 3_000 })).toBeTruthy();
    expect(server.writes().at(-1)?.body).toEqual({ disposition_id: null, note: "Tea" });
  });

  it("that could not be saved say so", async () => {
    new FakeServer().on(SAVE, () => ({ status: 503, body: {} }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "x");
    expect(await screen.findByText(/Could not be saved/, undefined, { timeout: 3_000 })).toBeTruthy();
  });

  it("go along when the wrap-up is finished, saved or not", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 })).on(FINISH, () => ({ status: 204 }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "Tea");
    await user.keyboard("{Alt>}w{/Alt}");
    await vi.waitFor(() => expect(server.writes().some((asked) => asked.path.endsWith("finish"))).toBe(true));
    expect(server.writes().at(-1)?.body).toEqual({ disposition_id: null, note: "Tea" });
  });

  it("of a conversation that goes on cannot be finished", () => {
    new FakeServer();
    show(<NotesForm work={aWork({ state: "talking", ends_by: null, actions: ["hold", "save_wrap_up"] })} />);
    expect(screen.queryByRole("button", { name: /Finish/ })).toBeNull();
  });
});
