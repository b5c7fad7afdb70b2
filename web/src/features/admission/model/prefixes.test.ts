import { expect, it } from "vitest";
import { isPrefix, isRisky, tidyPrefixes, unreached } from "./prefixes";

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

it.each([
  ["of our own country", "+86", "open"],
  ["allowed", "+852", "open"],
  ["with a part that is allowed", "+1", "open"],
  ["within one that is allowed", "+85291", "open"],
  ["that nothing allows", "+44", "seldom"],
  ["with an allowed part that is never called", "+7", "seldom"],
  ["never called", "+88161", "never"],
  ["still being typed", "4", "open"],
])("numbers %s, %s, are %s", (_, prefix, expected) => {
  const rules = { allowed: ["+852", "+1212", "+71"], blocked: ["+8816", "+71"], home: "+86" };
  const { never, seldom } = unreached([prefix], rules);
  expect(never.includes(prefix) ? "never" : seldom.includes(prefix) ? "seldom" : "open").toBe(expected);
});
