import { describe, expect, it } from "vitest";
import { missing, type Span } from "./one-way";

const well: Span = { received: 100, spoken: 0.01 };
const deaf: Span = { received: 0, spoken: 0.01 };
const dumb: Span = { received: 100, spoken: 0 };

describe("a conversation that one side hears only", () => {
  it("is none while both are heard", () => {
    expect(missing([well, well, well, well], false)).toBeNull();
  });

  it("misses the customer once nothing has come for three spans", () => {
    expect(missing([well, deaf, deaf], false)).toBeNull();
    expect(missing([well, deaf, deaf, deaf], false)).toBe("customer");
    expect(missing([deaf, deaf, deaf, well], false)).toBeNull();
  });

  it("misses the agent when the microphone is dead, not when it is muted", () => {
    expect(missing([dumb, dumb, dumb, dumb], false)).toBe("agent");
    expect(missing([dumb, dumb, dumb, dumb], true)).toBeNull();
    expect(missing([dumb, dumb, dumb, well], false)).toBeNull();
  });

  it("says nothing of a microphone that the browser does not measure", () => {
    const unknown: Span = { received: 100, spoken: undefined };
    expect(missing([unknown, unknown, unknown, unknown], false)).toBeNull();
  });
});
