import { anAgent } from "@tests/support/an-agent";
import { expect, it } from "vitest";
import { byUrgency } from "./agent-order";
import { fits } from "./find-agents";

const TALKING = anAgent("Ann Lee", {
  teams: [{ id: "t", name: "Early shift" }],
  in_hand: [
    {
      id: "c1",
      channel: "voice",
      state: "talking",
      stage: "handling",
      since: "2026-01-05T12:00:00Z",
      customer_number: "+861012345678",
      customer_name: "Mr Wang",
      queue: { id: "q", name: "Orders" },
    },
  ],
});

it.each(["", "ann", "LEE", " early ", "wang", "orders"])("%j finds the agent", (wanted) =>
  expect(fits(TALKING, wanted)).toBe(true),
);

it.each(["bob", "late", "returns"])("%j does not", (wanted) => expect(fits(TALKING, wanted)).toBe(false));

it("who asks for somebody comes first, then who is out of reach", () => {
  const out = anAgent("Zoe", { phone: { kind: "browser", is_reachable: false } });
  const asking = anAgent("Yan", { state: "not_ready", hand: { since: "2026-01-05T12:00:00Z", note: "" } });
  const order = [anAgent("Ada"), out, asking].sort(byUrgency).map(({ name }) => name);
  expect(order).toEqual(["Yan", "Zoe", "Ada"]);
});
