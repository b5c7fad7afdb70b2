import { expect, it } from "vitest";
import { linesOf, recordOf } from "./data-lines";

it("attached data comes back from its lines, without those that have no name yet", () => {
  const lines = linesOf({ campaign: "spring" });
  expect(recordOf([...lines, { name: " ", value: "lost" }])).toEqual({ campaign: "spring" });
  expect(recordOf([...lines, { name: " campaign ", value: "autumn" }])).toEqual({ campaign: "autumn" });
});
