import { describe, expect, it } from "vitest";
import { addStep, changeStep, removeStep, renameStep, STEP_KINDS, type Steps, summary } from "./steps";

const STEPS: Steps = {
  hello: { kind: "say", text: { en: "Welcome" }, next: "menu" },
  menu: { kind: "menu", text: {}, choices: { "1": "sales", "2": "hello" }, otherwise: "sales" },
  sales: { kind: "queue", queue_id: "q", overflow: "menu" },
};

describe("steps of a flow", () => {
  it("keep their ways when one is renamed", () => {
    expect(renameStep(STEPS, "sales", "shop")).toEqual({
      hello: STEPS["hello"],
      menu: { ...STEPS["menu"], choices: { "1": "shop", "2": "hello" }, otherwise: "shop" },
      shop: STEPS["sales"],
    });
    expect(Object.keys(renameStep(STEPS, "menu", "start"))).toEqual(["hello", "start", "sales"]);
  });

  it("are not renamed to nothing or to another step", () => {
    expect(renameStep(STEPS, "sales", "")).toBe(STEPS);
    expect(renameStep(STEPS, "sales", "hello")).toBe(STEPS);
  });

  it.each(STEP_KINDS)("take a new %s under a free name", (kind) => {
    const once = addStep(STEPS, kind);
    const twice = addStep(once.steps, kind);
    expect(new Set([...Object.keys(STEPS), once.id, twice.id]).size).toBe(5);
    expect(twice.steps[twice.id]?.kind).toBe(kind);
  });

  it("can be removed; what led there is left for the checker to tell", () => {
    expect(Object.keys(removeStep(STEPS, "menu"))).toEqual(["hello", "sales"]);
  });

  it("lose what a digit means with the digit", () => {
    const menu = {
      kind: "menu" as const,
      choices: { "1": "sales" },
      labels: { "1": "Orders", "2": "Delivery" },
    };
    expect(changeStep(STEPS, "menu", menu)["menu"]?.["labels"]).toEqual({ "1": "Orders" });
  });

  it("are summed up by what they say", () => {
    expect(summary(STEPS["hello"] as (typeof STEPS)[string])).toBe("Welcome");
    expect(summary({ kind: "set", key: "language", value: "en" })).toBe("language = en");
  });
});
