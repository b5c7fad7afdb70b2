import { describe, expect, it } from "vitest";
import { bodyOf, FRESH, FRESH_RULE, isClear } from "./plan";

const now = new Date(2026, 10, 22, 15).getTime();

describe("a what-if", () => {
  it("asks for the whole of a past day, and for today until now", () => {
    const past = bodyOf({ ...FRESH, day: "2026-11-20" }, now);
    expect(Date.parse(past?.ends ?? "") - Date.parse(past?.begins ?? "")).toBe(86_400_000);
    expect(Date.parse(bodyOf({ ...FRESH, day: "2026-11-22" }, now)?.ends ?? "")).toBe(now);
    expect(bodyOf({ ...FRESH, day: "2026-11-23" }, now)).toBeNull();
  });

  it("sends what is different", () => {
    const asked = { ...FRESH, day: "2026-11-20", arrivals: 130, absent: ["a1"], like: "a2", count: 3 };
    expect(bodyOf(asked, now)?.plan).toMatchObject({
      arrivals: 1.3,
      talk: 1,
      absent: ["a1"],
      more: [{ like: "a2", count: 3 }],
      queues: [],
    });
    const rules = [
      { ...FRESH_RULE, queue: "q1", agent_choice: "round_robin" as const },
      { ...FRESH_RULE, queue: "q2", order_by: "ratio" as const, ratio_weight: 3 },
      { ...FRESH_RULE, queue: "q3" },
      { ...FRESH_RULE, order_by: "arrival" as const },
    ];
    expect(bodyOf({ ...FRESH, day: "2026-11-20", rules }, now)?.plan?.queues).toEqual([
      { queue_id: "q1", agent_choice: "round_robin" },
      { queue_id: "q2", order_by: "ratio", ratio_weight: 3 },
    ]);
  });

  it("changes something clearly when the change is more than its doubt", () => {
    expect(isClear({ mean: -4, within: 3 })).toBe(true);
    expect(isClear({ mean: 2, within: 3 })).toBe(false);
  });
});
