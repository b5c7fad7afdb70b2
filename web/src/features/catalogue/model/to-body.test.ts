import { describe, expect, it } from "vitest";
import { Problem } from "@/shared/api/problems";
import { findKind } from "./kinds";
import { faultsByPlace } from "./to-body";

function found(kindName: string, path: string, boxes: readonly string[] = []) {
  const kind = findKind(kindName);
  if (!kind) throw new Error(`No kind ${kindName}.`);
  const problem = new Problem({ code: "input.invalid", fields: { [path]: "is wrong" } }, 422);
  return faultsByPlace(kind, problem, (one) => boxes.includes(one));
}

function saidOf(kindName: string, path: string): string[] {
  return [...found(kindName, path).byField].flatMap(([key, texts]) => texts.map((one) => `${key} ${one}`));
}

describe("what is wrong inside a large field", () => {
  it.each([
    ["queues", "when_closed.number", "when_closed Number outside: is wrong"],
    ["queues", "when_closed.text.en", "when_closed Said before · English: is wrong"],
    ["queues", "relaxation.1.after_s", "relaxation Step 2 · After: is wrong"],
    ["queues", "waiting.call_back.attempts", "waiting Calling back · Attempts: is wrong"],
    ["queues", "choice_weights.level", "choice_weights For each level in a skill asked for: is wrong"],
    ["agents", "capacity.weights.chat", "capacity points · Chat: is wrong"],
    ["flows", "steps.hello.next", "steps hello · Then go to: is wrong"],
    ["opening-hours", "weekly.0.opens", "weekly 1 · Opens: is wrong"],
  ])("of %s stands at %s in words", (kind, path, said) => expect(saidOf(kind, path)).toEqual([said]));

  it("is told at the nearest box there is, and only there", () => {
    const boxes = ["relaxation.1", "relaxation.1.after_s"];
    const at = (path: string) => {
      const { byField, byBox } = found("queues", path, boxes);
      return { byField: [...byField], byBox: [...byBox] };
    };
    expect(at("relaxation.1.after_s")).toEqual({
      byField: [],
      byBox: [["relaxation.1.after_s", "is wrong"]],
    });
    expect(at("relaxation.1.drop_team").byBox).toEqual([["relaxation.1", "Any team: is wrong"]]);
    expect(at("relaxation.0.after_s")).toEqual({
      byField: [["relaxation", ["Step 1 · After: is wrong"]]],
      byBox: [],
    });
  });
});
