import { expect, it } from "vitest";
import { isSameAt } from "./same-at";

it("is wrong until what stands there is another", () => {
  const before = { relaxation: [{ after_s: 5, add_queues: ["a"] }] };
  expect(isSameAt("relaxation.0.add_queues", before, { relaxation: [{ add_queues: ["a"] }] })).toBe(true);
  expect(isSameAt("relaxation.0.after_s", before, { relaxation: [{ after_s: 6 }] })).toBe(false);
  expect(isSameAt("relaxation.0.after_s", before, { relaxation: [] })).toBe(false);
  expect(isSameAt("relaxation.0.after_s", before, {})).toBe(false);
});
