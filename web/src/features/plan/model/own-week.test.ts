import { expect, it } from "vitest";
import type { OwnShift } from "@/shared/live/plan-entities";
import { nextAfterToday, piecesOf, todaysOf, weekOf } from "./own-week";

// A Wednesday, in whatever zone the reader is.
const NOW = new Date(2026, 2, 25, 10, 30);
const local = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString();

function aShift(id: string, day: number, from: number, to: number): OwnShift {
  return { id, starts_at: local(day, from), ends_at: local(day, to), activities: [], note: "" };
}

it("between its activities a shift is work", () => {
  const meal = { kind: "meal" as const, starts_at: local(25, 12), ends_at: local(25, 13), note: "" };
  const late = { kind: "break" as const, starts_at: local(25, 16), ends_at: local(25, 17), note: "" };
  const shift = { ...aShift("a", 25, 9, 17), activities: [late, meal] };
  expect(piecesOf(shift).map(({ kind }) => kind)).toEqual(["work", "meal", "work", "break"]);
});

it("the week begins on Monday and holds what starts in it", () => {
  const shifts = [aShift("before", 22, 9, 17), aShift("mon", 23, 9, 17), aShift("sun", 29, 22, 30)];
  const week = weekOf(shifts, NOW);
  expect(week.map(({ shifts }) => shifts.map(({ id }) => id))).toEqual([
    ["mon"],
    [],
    [],
    [],
    [],
    [],
    ["sun"],
  ]);
});

it("today holds a night that began yesterday; what comes after is the next", () => {
  const shifts = [aShift("night", 24, 22, 30), aShift("today", 25, 9, 17), aShift("next", 27, 9, 17)];
  expect(todaysOf(shifts, NOW).map(({ id }) => id)).toEqual(["night", "today"]);
  expect(nextAfterToday(shifts, NOW)?.id).toBe("next");
});
