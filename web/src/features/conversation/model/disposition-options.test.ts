import { describe, expect, it } from "vitest";
import { matches, optionsOf } from "./disposition-options";

const CHOICES = [
  { id: "b", name: "Broken", path: ["Complaint", "Goods"] },
  { id: "l", name: "Late", path: ["Complaint"] },
  { id: "w", name: "Wrong colour", path: ["Complaint", "Goods"] },
  { id: "o", name: "Order placed", path: [] },
];

describe("a tree of results", () => {
  it("is a list of groups, each under the path to it", () => {
    expect(optionsOf(CHOICES)).toEqual([
      {
        label: "Complaint › Goods",
        options: [
          { value: "b", label: "Broken" },
          { value: "w", label: "Wrong colour" },
        ],
      },
      { label: "Complaint", options: [{ value: "l", label: "Late" }] },
      { value: "o", label: "Order placed" },
    ]);
  });

  it.each([
    ["", ["b", "l", "w", "o"]],
    ["goods", ["b", "w"]],
    ["COMP colour", ["w"]],
    ["nothing", []],
  ])("searched for %j gives %j", (typed, found) => {
    expect(CHOICES.filter(({ id }) => matches(typed, id, CHOICES)).map(({ id }) => id)).toEqual(found);
  });
});
