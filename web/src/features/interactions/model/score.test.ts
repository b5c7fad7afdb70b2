import { expect, it } from "vitest";
import { scoreOf } from "./score";

const AT = "2026-03-01T10:00:00Z";
const SECONDS = Date.parse(AT) / 1000;

it("tells since when somebody was ready as a length", () => {
  expect(scoreOf("longest_ready", SECONDS - 90, AT)).toEqual({ unit: "ms", value: 90_000 });
});

it("tells counts and shares", () => {
  expect(scoreOf("fewest_handled", 4, AT)).toEqual({ unit: "number", value: 4 });
  expect(scoreOf("least_occupied", 0.256, AT)).toEqual({ unit: "percent", value: 26 });
});

it("says nothing of who was not compared, nor of points", () => {
  expect(scoreOf("longest_idle", null, AT)).toBeNull();
  expect(scoreOf("longest_idle", 0, AT)).toBeNull();
  expect(scoreOf("weighted", SECONDS, AT)).toBeNull();
});
