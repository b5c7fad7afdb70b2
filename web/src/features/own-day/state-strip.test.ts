import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AgentState } from "@/shared/live/entities";

const css = readFileSync("src/features/own-day/state-strip.module.css", "utf8");
// Without one of them the types do not fit.
const STATES: Record<AgentState, true> = {
  offline: true,
  not_ready: true,
  ready: true,
  offered: true,
  blocked: true,
  handling: true,
  wrap_up: true,
};

describe("the strip of a day's states", () => {
  it.each(Object.keys(STATES))("has a colour for %s", (state) => {
    expect(css).toMatch(new RegExp(`^\\.${state} \\{ fill: var\\(--`, "m"));
  });
});
