import { describe, expect, it } from "vitest";
import { Problem } from "@/shared/api/problems";
import { findKind } from "./kinds";
import { errorsByField } from "./to-body";

function saidOf(kindName: string, path: string): string[] {
  const kind = findKind(kindName);
  if (!kind) throw new Error(`No kind ${kindName}.`);
  const problem = new Problem({ code: "input.invalid", fields: { [path]: "is wrong" } }, 422);
  return [...errorsByField(kind, problem).byField].flatMap(([key, texts]) =>
    texts.map((one) => `${key} ${one}`),
  );
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
});
