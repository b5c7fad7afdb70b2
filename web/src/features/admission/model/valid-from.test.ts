import { describe, expect, it } from "vitest";
import { isOver, isPast, laterOnly } from "./valid-from";

const NOW = Date.parse("2026-11-22T08:00:00");

it("what has passed is told from what begins in this minute", () => {
  const now = NOW + 30_000;
  const last = "2026-11-22T07:59";
  const running = "2026-11-22T08:00";
  expect([last, running, "2026-11-22T08:01", ""].map((one) => isPast(one, now))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([last, running, "2026-11-22T08:01", ""].map((one) => isOver(one, now))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe("the time from which a version counts", () => {
  it("is at once when nothing was chosen, and when it has passed", () => {
    expect(laterOnly("", NOW)).toBeNull();
    expect(laterOnly("2026-11-22T07:59", NOW)).toBeNull();
  });

  it("is the chosen one when it is to come", () => {
    expect(laterOnly("2026-11-22T08:30", NOW)).toBe(new Date("2026-11-22T08:30").toISOString());
  });
});
