import { describe, expect, it } from "vitest";
import { courseOption, edgesOf, type HalfHour, livelyPart } from "./course";

const NOBODY = { offered: { mean: 0, within: 0 }, waiting: { mean: 0, within: 0 } };
const quiet = { ...NOBODY, service_level: null, mean_wait_s: null, occupancy: null };
const at = (hour: number, part: Partial<HalfHour["before"]> = {}): HalfHour => ({
  begins: `2026-11-20T0${hour}:00:00Z`,
  before: { ...quiet, ...part },
  after: quiet,
});

describe("a what-if by half-hours", () => {
  it("begins and ends where somebody came or was there", () => {
    const staffed = at(2, { occupancy: { mean: 0, within: 0 } });
    const busy = at(4, { offered: { mean: 3, within: 0 } });
    expect(livelyPart([at(1), staffed, at(3), busy, at(5)])).toEqual([staffed, at(3), busy]);
    expect(livelyPart([at(1)])).toEqual([]);
  });

  it("has a band that stays where the figure can be", () => {
    const edges = edgesOf({ mean: 0.9, within: 0.2 }, 100);
    expect([edges?.low, edges?.mean, edges?.high].map((one) => Math.round(one ?? 0))).toEqual([70, 90, 100]);
    expect(edgesOf({ mean: 2, within: 5 }, 1)).toEqual({ low: 0, mean: 2, high: 7 });
    expect(edgesOf(null, 1)).toBeNull();
  });

  it("has a scale that shows a short wait as short", () => {
    const words = { time: String, side: String, value: () => "" };
    const axis = (mean: number) => {
      const items = [at(1, { mean_wait_s: { mean, within: 1 } })];
      return courseOption(items, "mean_wait_s", "seconds", words).yAxis;
    };
    expect(axis(0.01)).toMatchObject({ max: 10 });
    expect(axis(60)).not.toHaveProperty("max");
  });

  it("breaks the line where nobody counts", () => {
    const items = [at(1, { mean_wait_s: { mean: 20, within: 4 } }), at(2)];
    const words = { time: (iso: string) => iso.slice(11, 16), side: String, value: () => "" };
    const { series, xAxis } = courseOption(items, "mean_wait_s", "seconds", words);
    expect(xAxis).toMatchObject({ data: ["01:00", "02:00"] });
    expect(series).toMatchObject([
      { data: [16, "-"] },
      { data: [8, "-"] },
      { name: "before", data: [20, "-"] },
      { data: ["-", "-"] },
      { data: ["-", "-"] },
      { name: "after", data: ["-", "-"] },
    ]);
  });
});
