import { screen, waitFor } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show, showAgain } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import type { Party } from "@/shared/live/entities";
import { CallControl } from "./call-control";

const TARGETS = {
  agents: [
    { id: "a2", name: "Bob", state: "ready", why_not: null },
    { id: "a3", name: "Cid", state: "offline", why_not: "offline" },
  ],
  queues: [{ id: "q9", name: "Service", waiting_count: 3, free_count: 0, why_not: null }],
  flows: [{ id: "f1", name: "Payment" }],
  number: null,
};
const OF_I1 = "/v1/desk/interactions/i1";

function talking(actions: string[], parties: Party[] = []) {
  return aWork({ state: "talking", ends_by: null, actions, parties });
}

function aParty(part: Partial<Party> = {}): Party {
  return {
    id: "i1.party1",
    kind: "agent",
    name: "Bob",
    number: "",
    place: "main",
    is_holder: false,
    is_muted: false,
    since: new Date().toISOString(),
    actions: ["mute", "remove"],
    ...part,
  };
}

describe("a call", () => {
  it("is transferred by keys alone, to whoever can be asked", async () => {
    const server = new FakeServer()
      .on("GET /v1/desk/targets", () => ({ body: TARGETS }))
      .on(`POST ${OF_I1}/transfer`, () => ({ status: 204 }));
    const user = show(<CallControl work={talking(["transfer", "consult"])} />);
    await user.keyboard("{Alt>}t{/Alt}");
    expect(await screen.findByText("3 waiting, 0 free")).toBeTruthy();
    // Over Cid, who is not at work.
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({ target: { kind: "queue", id: "q9" } });
    await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  });

  describe("while the answer to what is typed is on its way", () => {
    function aSlowSearch() {
      let answer = () => {};
      const slow = new Promise<void>((resolve) => {
        answer = resolve;
      });
      let asked = 0;
      const server = new FakeServer()
        .on("GET /v1/desk/targets", async () => {
          asked += 1;
          if (asked === 1) return { body: TARGETS };
          await slow;
          return { body: { ...TARGETS, agents: [] } };
        })
        .on(`POST ${OF_I1}/transfer`, () => ({ status: 204 }));
      return { server, answer: () => answer() };
    }

    it("takes Enter, and goes to who is found then", async () => {
      const { server, answer } = aSlowSearch();
      const user = show(<CallControl work={talking(["transfer"])} />);
      await user.keyboard("{Alt>}t{/Alt}");
      await screen.findByText("Bob");
      await user.keyboard("Service{Enter}");
      answer();
      await waitFor(() => expect(server.writes()).toHaveLength(1));
      expect(server.writes()[0]?.body).toEqual({ target: { kind: "queue", id: "q9" } });
    });

    it("takes Enter back when more is typed", async () => {
      const { server, answer } = aSlowSearch();
      const user = show(<CallControl work={talking(["transfer"])} />);
      await user.keyboard("{Alt>}t{/Alt}");
      await screen.findByText("Bob");
      await user.keyboard("Serv{Enter}ice");
      answer();
      await waitFor(() => expect(screen.queryByText("Bob")).toBeNull());
      expect(server.writes()).toEqual([]);
      expect(screen.getByRole("combobox")).toBeTruthy();
    });
  });

  it("puts the search away by Escape, and the keys are where they were", async () => {
    new FakeServer().on("GET /v1/desk/targets", () => ({ body: TARGETS }));
    const user = show(<CallControl work={talking(["transfer", "consult"])} />);
    await user.keyboard("{Alt>}c{/Alt}");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Consult" }));
  });

  it("changes sides once by a double click, and says to which", async () => {
    const server = new FakeServer().on(`POST ${OF_I1}/consult/toggle`, () => ({ status: 204 }));
    const user = show(<CallControl work={{ ...talking(["toggle_consult"]), place: "consult" }} />);
    const button = screen.getByRole("button", { name: "Back to the customer" });
    await user.dblClick(button);
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    // A key does nothing either while the first wish is on its way.
    await waitFor(() => expect(button.classList).not.toContain("ant-btn-loading"));
    await user.keyboard("{Alt>}s{/Alt}");
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[0]?.body).toEqual({ side: "customer" });
  });

  it("changes sides again as soon as the first change is seen, however late its answer is", async () => {
    const never = () => new Promise<never>(() => undefined);
    const server = new FakeServer().on(`POST ${OF_I1}/consult/toggle`, never);
    const work = { ...talking(["toggle_consult"]), place: "consult" as const };
    const { user, again } = showAgain(<CallControl work={work} />);
    await user.keyboard("{Alt>}s{/Alt}");
    again(<CallControl work={{ ...work, place: "main" }} />);
    await user.click(screen.getByRole("button", { name: "Switch sides" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toEqual({ side: "consulted" });
  });

  it("gives a colleague the voice back as soon as the mute is seen, however late its answer is", async () => {
    const never = () => new Promise<never>(() => undefined);
    const server = new FakeServer().on(`PUT ${OF_I1}/parties/i1.party1/mute`, never);
    const party = aParty({ actions: ["mute", "unmute"] });
    const { user, again } = showAgain(<CallControl work={talking([], [party])} />);
    await user.click(screen.getByRole("button", { name: "Mute Bob" }));
    again(<CallControl work={talking([], [{ ...party, is_muted: true }])} />);
    await user.click(screen.getByRole("button", { name: "Unmute Bob" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toEqual({ is_muted: false });
  });

  it("is not consulted about with a queue in which nobody is free", async () => {
    const server = new FakeServer().on("GET /v1/desk/targets", () => ({ body: TARGETS }));
    const user = show(<CallControl work={talking(["consult"])} />);
    await user.click(screen.getByRole("button", { name: "Consult" }));
    await user.click(await screen.findByText("Service"));
    expect(screen.getByText("Nobody is free there.")).toBeTruthy();
    expect(server.writes()).toEqual([]);
  });

  it("that cannot be passed on says why, and the search stays open", async () => {
    const body = problem("transfer.agent_busy", undefined, "This agent is busy.");
    new FakeServer()
      .on("GET /v1/desk/targets", () => ({ body: TARGETS }))
      .on(`POST ${OF_I1}/consult`, () => ({ status: 409, body }));
    const user = show(<CallControl work={talking(["consult"])} />);
    await user.keyboard("{Alt>}c{/Alt}");
    await user.click(await screen.findByText("Bob"));
    expect(await screen.findByText("This agent is busy.")).toBeTruthy();
    expect(screen.getByRole("combobox")).toBeTruthy();
  });

  it("is sent into a flow, for whose end the agent waits unless told otherwise", async () => {
    const server = new FakeServer()
      .on("GET /v1/desk/targets", () => ({ body: TARGETS }))
      .on(`POST ${OF_I1}/flow`, () => ({ status: 204 }));
    const user = show(<CallControl work={talking(["send_to_flow"])} />);
    await user.keyboard("{Alt>}f{/Alt}");
    expect(screen.getByRole("checkbox")).toHaveProperty("checked", true);
    await user.click(await screen.findByText("Payment"));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({ flow_id: "f1", stays: true });
    await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
    await user.click(screen.getByRole("button", { name: "To a flow" }));
    await user.click(screen.getByRole("checkbox"));
    await user.click(await screen.findByText("Payment"));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toEqual({ flow_id: "f1", stays: false });
  });

  it("tells where the customer is in a flow, and takes the customer back", async () => {
    const server = new FakeServer().on(`POST ${OF_I1}/flow/take-back`, () => ({ status: 204 }));
    const since = new Date().toISOString();
    const visit = { flow_name: "Payment", kind: "digits", asks: "Card", is_secret: true, since };
    const work = aWork({ state: "in_flow", actions: ["take_back", "leave"], ends_by: null, visit });
    const user = show(<CallControl work={work} />);
    expect(screen.getByText("The customer is in “Payment”")).toBeTruthy();
    expect(screen.getByText("Entering digits: Card")).toBeTruthy();
    expect(screen.getByText(/Nothing is recorded meanwhile/)).toBeTruthy();
    await user.keyboard("{Alt>}b{/Alt}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });

  it("shows only what the server allows", () => {
    new FakeServer();
    show(
      <CallControl work={talking(["toggle_consult", "cancel_consult"], [aParty({ place: "ringing" })])} />,
    );
    const names = screen
      .getAllByRole("button")
      .map((one) => one.textContent || one.getAttribute("aria-label"));
    expect(names).toEqual(["Switch sides", "End consultation", "Mute Bob", "Remove Bob"]);
  });

  it.each([
    ["the customer, while the holder asks a colleague", "holder", "consult", "consult"],
    ["the colleague, once the holder is back", "holder", "main", "consult"],
    ["the customer, as the colleague sees it", "consulted", "consult", "consult"],
    ["the customer on hold, as others in the call see it", "participant", "main", "main"],
    ["nobody else, as the colleague sees it then", "consulted", "main", "main"],
  ] as const)("tells who hears music: %s", (who, role, place, theirs) => {
    new FakeServer();
    const parties = [aParty({ place: theirs })];
    const isWaiting = who.startsWith("the customer");
    show(<CallControl work={{ ...talking([], parties), role, place, is_customer_waiting: isWaiting }} />);
    const music = screen.getAllByRole("listitem").map((one) => /Hears music/.test(one.textContent));
    expect(music).toEqual([isWaiting, who.startsWith("the colleague")]);
  });

  it("between colleagues has no customer in it", () => {
    new FakeServer();
    show(<CallControl work={{ ...talking([], [aParty()]), direction: "internal" }} />);
    expect(screen.getAllByRole("listitem")).toHaveLength(1);
  });

  it("lets its holder mute and remove who is in it", async () => {
    const server = new FakeServer()
      .on(`PUT ${OF_I1}/parties/i1.party1/mute`, () => ({ status: 204 }))
      .on(`POST ${OF_I1}/parties/i1.party1/remove`, () => ({ status: 204 }));
    const user = show(<CallControl work={talking(["leave"], [aParty()])} />);
    await user.click(screen.getByRole("button", { name: "Mute Bob" }));
    await user.click(screen.getByRole("button", { name: "Remove Bob" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[0]?.body).toEqual({ is_muted: true });
  });
});
