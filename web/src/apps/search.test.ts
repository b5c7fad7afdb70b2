import { describe, expect, it } from "vitest";
import { instantIn } from "./search";

describe("the address of the time machine", () => {
  it("holds an instant, or the day that it shows the end of", () => {
    expect(instantIn({ at: "2026-11-22T10:00:05.250Z" })).toEqual({ at: "2026-11-22T10:00:05.250Z" });
    expect(instantIn({ day: "2026-11-22" })).toEqual({ day: "2026-11-22" });
  });

  it("is not led by two: the instant says the day", () => {
    expect(instantIn({ day: "2026-01-01", at: "2026-11-22T10:00:05Z" })).toEqual({
      at: "2026-11-22T10:00:05Z",
    });
  });

  it("loses an instant that there is none of", () => {
    for (const at of ["", "yesterday", "2026-13-45T10:00:00Z", "2026-11-22T10:00:05", 1795341605, ["x"]])
      expect(instantIn({ day: "2026-11-22", at })).toEqual({ day: "2026-11-22" });
  });
});
