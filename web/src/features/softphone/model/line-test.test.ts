import { describe, expect, it } from "vitest";
import { weigh } from "./line-test";

const BEFORE = { received: 10, lost: 0, jitterMs: 0, roundTripMs: 0 };
const AFTER = { received: 410, lost: 0, jitterMs: 4, roundTripMs: 12 };

describe("the verdict on a line", () => {
  it("is good when both ways are", () => {
    expect(weigh(BEFORE, AFTER, 0)).toEqual({
      word: "good",
      lossPercent: 0,
      jitterMs: 4,
      roundTripMs: 12,
      sentLossPercent: 0,
    });
  });

  it("is that of the worse way", () => {
    expect(weigh(BEFORE, AFTER, 4)?.word).toBe("fair");
    expect(weigh(BEFORE, AFTER, 20)?.word).toBe("poor");
    expect(weigh(BEFORE, { ...AFTER, lost: 20 }, 0)?.word).toBe("fair");
    expect(weigh(BEFORE, { ...AFTER, jitterMs: 90 }, 0)?.word).toBe("poor");
  });

  it("does not count what the engine has not reported", () => {
    expect(weigh(BEFORE, AFTER, null)).toMatchObject({ word: "good", sentLossPercent: null });
  });

  it("is none when nothing came back", () => {
    expect(weigh(BEFORE, { ...AFTER, received: 10 }, 0)).toBeNull();
  });
});
