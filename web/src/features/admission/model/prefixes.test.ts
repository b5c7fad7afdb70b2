import { expect, it } from "vitest";
import { isPrefix, isRisky, tidyPrefixes } from "./prefixes";

it.each([
  ["+86", true],
  ["+8610", true],
  ["86", false],
  ["+", false],
  ["+86 10", false],
  ["+1234567890123456", false],
])("%s is a prefix: %s", (text, is) => expect(isPrefix(text)).toBe(is));

it("warns of what opens a whole country, and of nothing narrower", () => {
  expect(["+1", "+86", "+852", "+8610", "86"].filter(isRisky)).toEqual(["+1", "+86", "+852"]);
});

it("takes prefixes as people paste them, each once", () => {
  expect(tidyPrefixes(["＋８５２", "+852", "+86-(10)", " ", "x"])).toEqual(["+852", "+8610", "x"]);
});
