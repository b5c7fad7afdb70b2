import { expect, it } from "vitest";
import { instantOf, localOf } from "./wished";

it("a wished time comes back as it was chosen; none is as soon as possible", () => {
  expect(instantOf("")).toBeNull();
  const chosen = "2026-11-22T15:30";
  expect(localOf(instantOf(chosen) ?? "")).toBe(chosen);
});
