import { describe, expect, it } from "vitest";
import type { Reading } from "@/shared/live/wallboard-entities";
import { amountOf, GRID, hidesWarning, KINDS, levelOf, newTile, valueText } from "./tiles";

const reading = (change: Partial<Reading>): Reading => ({
  figure: "waiting",
  unit: "count",
  is_low_bad: false,
  value: null,
  since: null,
  ...change,
});

describe("a tile's value", () => {
  it("is counted on while it lasts", () => {
    const since = "2026-01-05T12:00:00Z";
    const noon = Date.parse(since) / 1000;
    expect(amountOf(reading({ since }), noon + 75)).toBe(75);
    expect(amountOf(reading({ since }), noon - 1)).toBe(0);
    expect(amountOf(reading({ value: 3 }), noon)).toBe(3);
  });

  it.each([
    [false, 4, "calm"],
    [false, 5, "warn"],
    [false, 10, "alarm"],
    [false, null, "calm"],
  ])("low bad %s, %s is %s", (isLowBad, value, level) =>
    expect(levelOf({ warns_at: 5, alarms_at: 10 }, isLowBad, value)).toBe(level),
  );

  it.each([
    [90, "calm"],
    [80, "warn"],
    [60, "alarm"],
  ])("where low is bad %s is %s", (value, level) =>
    expect(levelOf({ warns_at: 80, alarms_at: 60 }, true, value)).toBe(level),
  );

  it("is written by its unit", () => {
    expect(valueText("count", 3)).toBe("3");
    expect(valueText("percent", 83.34)).toBe("83.3 %");
    expect(valueText("seconds", 75)).toBe("1:15");
    expect(valueText("percent", null)).toBe("–");
  });
});

it.each(KINDS)("a new tile of kind %s lies inside, where nothing lies yet", (kind) => {
  const first = newTile(kind, [], "a");
  const second = newTile(kind, [first], "b");
  expect(second.x + second.width).toBeLessThanOrEqual(GRID.columns);
  expect(second.y + second.height).toBeLessThanOrEqual(GRID.rows);
  expect([second.x, second.y]).not.toEqual([first.x, first.y]);
});

describe("an alarm that comes before the warning", () => {
  it.each([
    [5, 2, false, true],
    [2, 5, false, false],
    [80, 90, true, true],
    [90, 80, true, false],
    [null, 2, false, false],
  ])("warning %s, alarm %s, low is bad %s: hides it %s", (warns_at, alarms_at, isLowBad, hides) =>
    expect(hidesWarning({ warns_at, alarms_at }, isLowBad)).toBe(hides),
  );
});
