import { describe, expect, it } from "vitest";
import { judge } from "./quality";

const before = { received: 1_000, lost: 10, jitterMs: 0, roundTripMs: 0 };

describe("the quality of a line", () => {
  it.each([
    ["good", 100, 0, 8, 40],
    ["fair", 96, 4, 8, 40],
    ["fair", 100, 0, 50, 40],
    ["poor", 90, 10, 8, 40],
    ["poor", 100, 0, 8, 900],
    ["poor", 0, 0, 0, 0],
  ])(
    "is %s with %d packets received, %d lost, jitter %d ms, round trip %d ms",
    (word, received, lost, jitterMs, roundTripMs) => {
      const after = { received: before.received + received, lost: before.lost + lost, jitterMs, roundTripMs };
      expect(judge(before, after).word).toBe(word);
    },
  );
});
