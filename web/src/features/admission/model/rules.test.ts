import { describe, expect, it } from "vitest";
import { moved, newRule } from "./rules";

const named = (...names: string[]) => names.map((id) => ({ id, name: id, when: "true" }));
const ids = (rules: { id: string }[]) => rules.map(({ id }) => id).join("");

describe("the list of rules", () => {
  it("moves a rule up and down", () => {
    expect(ids(moved(named("a", "b", "c"), 2, -1))).toBe("acb");
    expect(ids(moved(named("a", "b", "c"), 0, 1))).toBe("bac");
  });
  it("stops at the ends", () => {
    expect(ids(moved(named("a", "b"), 0, -1))).toBe("ab");
    expect(ids(moved(named("a", "b"), 1, 1))).toBe("ab");
  });
  it("gives each new rule an id of its own", () => {
    expect(newRule("x").id).not.toBe(newRule("x").id);
  });
});
