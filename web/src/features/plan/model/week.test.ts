import { expect, it } from "vitest";
import { base64Of, daysLater, shiftsOn, wallOf, wallWithin } from "./week";

it("days go on over the ends of months and years", () => {
  expect(daysLater("2026-02-26", 7)).toBe("2026-03-05");
  expect(daysLater("2026-01-01", -1)).toBe("2025-12-31");
});

it("a shift that ends before it starts ends the next morning", () => {
  expect(wallOf("2026-03-23", "22:00")).toBe("2026-03-23T22:00");
  expect(wallOf("2026-03-23", "06:00", "22:00")).toBe("2026-03-24T06:00");
  expect(wallOf("2026-03-23", "17:00", "09:00")).toBe("2026-03-23T17:00");
  expect(wallWithin("2026-03-23", "22:00", "22:00")).toBe("2026-03-23T22:00");
  expect(wallWithin("2026-03-23", "02:00", "22:00")).toBe("2026-03-24T02:00");
});

it("a cell holds the shifts of its agent that start on its day", () => {
  const shifts = [
    { agent_id: "ann", starts_clock: "2026-03-23T14:00" },
    { agent_id: "ann", starts_clock: "2026-03-23T08:00" },
    { agent_id: "bob", starts_clock: "2026-03-23T08:00" },
    { agent_id: "ann", starts_clock: "2026-03-24T08:00" },
  ];
  expect(shiftsOn(shifts, "ann", "2026-03-23")).toEqual([shifts[1], shifts[0]]);
});

it("a file becomes base64 however large it is", () => {
  const bytes = new Uint8Array(100_000).map((_, at) => at % 251);
  expect(atob(base64Of(bytes)).length).toBe(100_000);
});
