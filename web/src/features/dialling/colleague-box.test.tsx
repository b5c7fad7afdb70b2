import { screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { ColleagueBox } from "./colleague-box";

const CALL = "POST /v1/desk/colleagues/calls";

function showBox(me: Parameters<typeof aMe>[0] = {}) {
  const server = new FakeServer().on("GET /v1/desk/colleagues", () => ({
    body: {
      agents: [
        { id: "ben", name: "Ben", state: "not_ready", why_not: null },
        { id: "cleo", name: "Cleo", state: "handling", why_not: "busy" },
      ],
    },
  }));
  showPicture({ me: { me: aMe(me) } });
  return { server, person: show(<ColleagueBox />) };
}

async function choose(person: ReturnType<typeof show>, name: string) {
  await person.click(screen.getByRole("combobox"));
  await person.click(await screen.findByText(name));
}

describe("calling a colleague", () => {
  afterEach(() => liveConnection.stop());

  it("shows what each is doing, and calls who is chosen", async () => {
    const { server, person } = showBox();
    server.on(CALL, () => ({ body: { interaction_id: "i1" } }));
    await choose(person, "Ben");
    await person.click(screen.getByRole("button", { name: "Call" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({ agent_id: "ben" });
  });

  it("takes Enter that is faster than the answer, and chooses who is found then", async () => {
    const { server, person } = showBox();
    await person.click(screen.getByRole("combobox"));
    await screen.findByText("Ben");
    const dan = { id: "dan", name: "Dan", state: "ready", why_not: null };
    const answers = new HeldAnswers();
    server.on("GET /v1/desk/colleagues", answers.hold);
    await person.type(screen.getByRole("combobox"), "Dan{Enter}");
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Call" });
    expect(button.disabled).toBe(true);
    for (const _ of "Dan") await answers.give({ body: { agents: [dan] } });
    await waitFor(() => expect(button.disabled).toBe(false));
    server.on(CALL, () => ({ body: { interaction_id: "i1" } }));
    await person.click(button);
    await waitFor(() => expect(server.writes()[0]?.body).toEqual({ agent_id: "dan" }));
  });

  it("does not let one choose who is busy", async () => {
    const { person } = showBox();
    await choose(person, "Cleo");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Call" }).disabled).toBe(true);
  });

  it("says why it was refused", async () => {
    const { server, person } = showBox();
    server.on(CALL, () => ({
      status: 409,
      body: problem("colleague.busy", undefined, "This colleague is busy: try again later."),
    }));
    await choose(person, "Ben");
    await person.click(screen.getByRole("button", { name: "Call" }));
    expect(await screen.findByText("This colleague is busy: try again later.")).toBeTruthy();
  });

  it("waits for the own phone, and says so", () => {
    showBox({ phone: { kind: "sip", is_reachable: false } });
    expect(screen.getByText("Your phone is not connected: call when it is back.")).toBeTruthy();
  });
});
