import { screen, waitFor } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show, showAgain } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { TalkCard } from "./talk-card";

const work = aWork({ state: "talking", ends_by: null, actions: ["send_digits"] });

describe("a conversation", () => {
  it("tells whom a colleague muted that nobody hears them", () => {
    new FakeServer();
    show(<TalkCard work={{ ...work, role: "participant", is_muted: true }} customer={null} />);
    expect(screen.getByText(/muted you: nobody hears you/)).toBeTruthy();
  });
});

describe("holding", () => {
  it("can be done again as soon as its end is seen, however late the answers are", async () => {
    const of = "/v1/desk/interactions/i1";
    const never = () => new Promise<never>(() => undefined);
    const server = new FakeServer().on(`POST ${of}/hold`, never).on(`POST ${of}/resume`, never);
    const talking = { ...work, actions: ["hold"] };
    const held = { ...work, state: "held" as const, actions: ["resume"] };
    const { user, again } = showAgain(<TalkCard work={talking} customer={null} />);
    await user.keyboard("{Alt>}h{/Alt}");
    again(<TalkCard work={held} customer={null} />);
    await user.keyboard("{Alt>}h{/Alt}");
    again(<TalkCard work={talking} customer={null} />);
    await user.click(screen.getByRole("button", { name: "Hold" }));
    await waitFor(() =>
      expect(server.writes().map(({ path }) => path)).toEqual([`${of}/hold`, `${of}/resume`, `${of}/hold`]),
    );
  });
});

describe("a conversation with others in it", () => {
  const bob = {
    ...{ id: "a2", kind: "agent" as const, name: "Bob", number: "", is_muted: false, actions: [] },
    ...{ place: "main" as const, is_holder: true, since: new Date().toISOString() },
  };

  it("tells whoever is consulted when the colleague is with the customer", () => {
    new FakeServer();
    const asked = { ...work, role: "consulted" as const, parties: [bob] };
    show(<TalkCard work={asked} customer={null} />);
    expect(screen.getByText("You hear music")).toBeTruthy();
  });

  it("has one way back to the customer while somebody is consulted", () => {
    new FakeServer();
    const aside = { ...work, state: "held" as const, place: "consult" as const, parties: [bob] };
    show(<TalkCard work={aside} customer={null} />);
    expect(screen.queryByRole("button", { name: /Resume|Hold/ })).toBeNull();
  });

  it("is named as what hanging up ends", () => {
    new FakeServer();
    const own = { ...work, actions: ["hang_up"], parties: [{ ...bob, is_holder: false }] };
    show(<TalkCard work={own} customer={null} />);
    expect(screen.getByRole("button", { name: "Hang up for all" })).toBeTruthy();
  });
});

describe("the keypad", () => {
  it("sends a key only when the one before has arrived", async () => {
    const answers = new HeldAnswers();
    const server = new FakeServer().on("POST /v1/desk/interactions/i1/digits", answers.hold);
    const user = show(<TalkCard work={work} customer={null} />);
    await user.click(screen.getByRole("button", { name: "Keypad" }));
    await user.keyboard("5#");
    await waitFor(() => expect(screen.getByLabelText("Digits sent").textContent).toBe("5#"));
    expect(server.writes()).toHaveLength(1);
    await answers.give({ status: 204 });
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes().map(({ body }) => body)).toEqual([{ digits: "5" }, { digits: "#" }]);
    await answers.give({ status: 204 });
  });
});
