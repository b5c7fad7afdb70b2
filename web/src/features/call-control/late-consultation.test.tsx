import { screen, waitFor } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { showAgain } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { CallControl } from "./call-control";

const BOB = { id: "a2", name: "Bob", state: "ready", why_not: null };
const TALKING = aWork({ state: "talking", ends_by: null, actions: ["consult"] });
const ON_ITS_WAY = "The wish is on its way.";

describe("a consultation whose answer is late", () => {
  async function consult() {
    const answers = new HeldAnswers();
    const server = new FakeServer()
      .on("GET /v1/desk/targets", () => ({ body: { agents: [BOB], queues: [], flows: [], number: null } }))
      .on("POST /v1/desk/interactions/i1/consult", answers.hold);
    const { user, again } = showAgain(<CallControl work={TALKING} />);
    await user.keyboard("{Alt>}c{/Alt}");
    await user.click(await screen.findByText("Bob"));
    return { answers, server, user, again };
  }

  it("is said to be on its way", async () => {
    await consult();
    expect(await screen.findByText(ON_ITS_WAY)).toBeTruthy();
  });

  it("can be followed by another once it is seen to be over, and closes nothing then", async () => {
    const { answers, server, user, again } = await consult();
    again(<CallControl work={{ ...TALKING, place: "consult", actions: ["cancel_consult"] }} />);
    again(<CallControl work={TALKING} />);
    expect(screen.queryByRole("combobox")).toBeNull();
    await user.keyboard("{Alt>}c{/Alt}");
    await screen.findByText("Bob");
    expect(screen.queryByText(ON_ITS_WAY)).toBeNull();
    await answers.giveForNothing({ status: 204 });
    await user.click(screen.getByText("Bob"));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
  });
});
