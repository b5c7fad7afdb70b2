import { describe, expect, it } from "vitest";
import { filled, isMet, workedHours } from "./goal";

describe("a goal", () => {
  it("is met from its own side", () => {
    expect(isMet(40, 40, "at_least")).toBe(true);
    expect(isMet(39, 40, "at_least")).toBe(false);
    expect(isMet(301, 300, "at_most")).toBe(false);
    expect(isMet(null, 300, "at_most")).toBeNull();
    expect(isMet(10, null, "at_least")).toBeNull();
  });

  it("fills its bar up to the end and no further", () => {
    expect([filled(10, 40), filled(80, 40), filled(null, 40), filled(5, null)]).toEqual([0.25, 1, 0, null]);
  });
});

describe("the hours of a day", () => {
  const day = (entries: Record<number, number>) =>
    Array.from({ length: 24 }, (_, hour) => entries[hour] ?? 0);
  it("are drawn around the work", () => {
    expect(workedHours(day({}))).toEqual([]);
    const hours = (entries: Record<number, number>) => {
      const drawn = workedHours(day(entries));
      return [drawn[0]?.hour, drawn.at(-1)?.hour];
    };
    expect(hours({ 9: 1 })).toEqual([2, 9]);
    expect(hours({ 1: 2 })).toEqual([0, 7]);
    expect(hours({ 8: 1, 19: 4 })).toEqual([8, 19]);
  });
});
