import { expect, it } from "vitest";
import { exampleOf } from "./example";

it("an example names agents that are there, and no cell of it is a formula", () => {
  const agents = [
    { id: "a", name: 'Lee, "Ann"' },
    { id: "b", name: "=1+1" },
  ];
  const lines = exampleOf({ monday: "2026-03-23", agents }).split("\r\n");
  expect(lines[0]).toBe("agent,date,start,end,activity,note");
  expect(lines[1]).toBe('"Lee, ""Ann""",2026-03-23,09:00,17:30,shift,');
  expect(lines[4]).toBe("'=1+1,2026-03-23,09:00,17:30,shift,");
  expect(lines).toHaveLength(7);
});
