import { describe, expect, it } from "vitest";
import { stripOf } from "./course";

function span(state: string, from: string, to: string) {
  return { state, begun_at: `2026-01-05T${from}:00Z`, ended_at: `2026-01-05T${to}:00Z` };
}

describe("the strip of a day's states", () => {
  it("begins with the first work and sums each state", () => {
    const strip = stripOf([
      span("offline", "00:00", "08:30"),
      span("ready", "08:30", "09:10"),
      span("handling", "09:10", "09:20"),
      span("ready", "09:20", "10:30"),
    ]);
    expect(strip?.from).toBe(Date.parse("2026-01-05T08:30:00Z"));
    expect(strip?.sums).toEqual([
      { state: "ready", ms: 110 * 60_000 },
      { state: "handling", ms: 10 * 60_000 },
    ]);
    expect(strip?.hours.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["09:00", "10:00"]);
  });

  it("is none for somebody who was not there", () => {
    expect(stripOf([])).toBeNull();
    expect(stripOf([span("offline", "00:00", "12:00")])).toBeNull();
  });

  it("marks at most a handful of hours in a long day", () => {
    expect(stripOf([span("ready", "00:00", "23:59")])?.hours.length).toBeLessThanOrEqual(8);
  });
});
