import { describe, expect, it } from "vitest";
import { isWithin } from "./within";

describe("the navigation", () => {
  it("marks the entry that a page is reached by", () => {
    for (const path of ["/board", "/floor", "/floor/f1/edit", "/plan", "/what-if", "/wallboards/w1"])
      expect(["/board", "/desk", "/admin"].filter((entry) => isWithin(entry, path))).toEqual(["/board"]);
    expect(isWithin("/interactions", "/interactions/i1")).toBe(true);
    expect(isWithin("/admin", "/administrators")).toBe(false);
  });
});
