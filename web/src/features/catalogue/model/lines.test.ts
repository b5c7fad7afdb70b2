import { describe, expect, it } from "vitest";
import { changedLines } from "@/shared/ui/model/changed-lines";
import { findKind } from "./kinds";
import { linesOf } from "./lines";

const nameOf = (id: string) => ({ q1: "Sales", q2: "Service" })[id] ?? id;

function changed(kind: string, key: string, before: unknown, after: unknown) {
  const field = findKind(kind)?.fields.find((one) => one.key === key);
  if (!field) throw new Error(`No field ${key}.`);
  const [from, to] = [before, after].map((value) => linesOf(field, value, nameOf) ?? []);
  return changedLines(from ?? [], to ?? []).map((one) => `${one.label}: ${one.from} → ${one.to}`);
}

describe("a change of a large field tells the changed entries only", () => {
  it("of a week", () => {
    const week = [0, 1, 2].map((day) => ({ day, opens: "09:00", closes: "18:00" }));
    const other = [...week.slice(0, 2), { day: 1, opens: "19:00", closes: "21:00" }];
    expect(changed("opening-hours", "weekly", week, other)).toEqual([
      "Weekly times · Tuesday: 09:00–18:00 → 09:00–18:00, 19:00–21:00",
      "Weekly times · Wednesday: 09:00–18:00 → null",
    ]);
  });

  it("of holidays", () => {
    const christmas = { date: "2026-12-25", name: "Christmas" };
    expect(changed("opening-hours", "holidays", [], [christmas])).toEqual([
      "Holidays · 2026-12-25: null → Christmas",
    ]);
  });

  it("of a flow, with the names of what its steps lead to", () => {
    const hello = { kind: "say", text: { en: "Welcome" }, next: "wait" };
    const wait = { kind: "queue", queue_id: "q1", overflow_s: 60, announce_position: false };
    const after = { hello, wait: { ...wait, queue_id: "q2", announce_position: true } };
    expect(changed("flows", "steps", { hello, wait }, after)).toEqual([
      "Steps · wait · Queue: Sales → Service",
      "Steps · wait · Tell the place in the queue: No → Yes",
    ]);
  });

  it("of a small one, whole", () => {
    expect(changed("queues", "wrap_up_s", 30, 45)).toEqual([
      expect.stringMatching(/: 30 seconds → 45 seconds$/),
    ]);
  });
});
