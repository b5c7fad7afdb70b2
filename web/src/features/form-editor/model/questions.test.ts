import { describe, expect, it } from "vitest";
import { moved, newQuestion, ofKind } from "./questions";

describe("the questions of a form", () => {
  it("get keys that are free, also after one was removed", () => {
    const first = newQuestion([]);
    const second = newQuestion([first]);
    expect([first.key, second.key]).toEqual(["q1", "q2"]);
    expect(newQuestion([second]).key).toBe("q3");
  });

  it("of another kind keep nothing of the old one", () => {
    const choice = { ...newQuestion([]), kind: "choice" as const, choices: ["Red"], least: 1 };
    expect(ofKind(choice, "number")).toMatchObject({ kind: "number", choices: [], least: 1 });
    expect(ofKind(choice, "text")).toMatchObject({ choices: [], least: null, label: "" });
  });

  it("move by one place and stay in the list", () => {
    expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});
