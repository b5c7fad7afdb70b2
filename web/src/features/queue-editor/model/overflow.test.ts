import { describe, expect, it } from "vitest";
import { overflowOf } from "./overflow";

describe("sending a customer elsewhere", () => {
  const before = { kind: "external" as const, queue_id: null, number: "+8610", text: { en: "One moment." } };

  it("keeps what is said when the way is changed, and nothing else", () => {
    expect(overflowOf("queue", before)).toEqual({ ...before, kind: "queue", number: "" });
    expect(overflowOf(null, before)).toBeNull();
    expect(overflowOf("hang_up", null)?.text).toEqual({});
  });
});
