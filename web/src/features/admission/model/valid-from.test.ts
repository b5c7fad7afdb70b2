import { describe, expect, it } from "vitest";
import { laterOnly } from "./valid-from";

const NOW = Date.parse("2026-11-22T08:00:00");

describe("the time from which a version counts", () => {
  it("is at once when nothing was chosen, and when it has passed", () => {
    expect(laterOnly("", NOW)).toBeNull();
    expect(laterOnly("2026-11-22T07:59", NOW)).toBeNull();
  });

  it("is the chosen one when it is to come", () => {
    expect(laterOnly("2026-11-22T08:30", NOW)).toBe(new Date("2026-11-22T08:30").toISOString());
  });
});
