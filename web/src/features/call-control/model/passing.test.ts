import { describe, expect, it } from "vitest";
import { choicesOf, nextChoosable } from "./passing";

const FOUND = {
  agents: [
    { id: "a1", name: "Bob", state: "ready", why_not: null },
    { id: "a2", name: "Cid", state: "handling", why_not: "busy" },
  ],
  queues: [
    { id: "q1", name: "Sales", waiting_count: 2, free_count: 0, why_not: null },
    { id: "q2", name: "Night", waiting_count: 0, free_count: 0, why_not: "closed" },
  ],
  flows: [{ id: "f1", name: "Payment" }],
  number: { number: "+861012345678", why_not: "dial.not_allowed" },
};

describe("the choices of a search", () => {
  it("are flows alone where a customer is sent into one", () => {
    expect(choicesOf(FOUND, "flow")).toEqual([{ kind: "flow", id: "f1", name: "Payment", whyNot: null }]);
  });

  it("are the number that was typed, then colleagues, then queues", () => {
    expect(choicesOf(FOUND, "transfer").map(({ id, whyNot }) => [id, whyNot])).toEqual([
      ["+861012345678", "dial.not_allowed"],
      ["a1", null],
      ["a2", "busy"],
      ["q1", null],
      ["q2", "closed"],
    ]);
  });

  it("leave out queues in which nobody is free, where somebody must answer at once", () => {
    const whyNot = (passing: "consult" | "conference") =>
      choicesOf(FOUND, passing).find(({ id }) => id === "q1")?.whyNot;
    expect([whyNot("consult"), whyNot("conference")]).toEqual(["nobody_free", "nobody_free"]);
  });

  it("are walked over what cannot be chosen, and not beyond the ends", () => {
    const choices = choicesOf(FOUND, "transfer");
    expect(nextChoosable(choices, -1, 1)).toBe(1);
    expect(nextChoosable(choices, 1, 1)).toBe(3);
    expect(nextChoosable(choices, 3, 1)).toBe(3);
    expect(nextChoosable(choices, 3, -1)).toBe(1);
    expect(nextChoosable(choices, 1, -1)).toBe(1);
    expect(nextChoosable([], -1, 1)).toBe(-1);
  });
});
