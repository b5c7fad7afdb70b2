import { describe, expect, it } from "vitest";
import { askedOf, bodyOf, FRESH, isClear } from "./plan";

const now = new Date(2026, 10, 22, 15).getTime();

describe("a what-if", () => {
  it("asks for the whole of a past day, and for today until now", () => {
    const past = bodyOf({ ...FRESH, day: "2026-11-20" }, now);
    expect(Date.parse(past?.ends ?? "") - Date.parse(past?.begins ?? "")).toBe(86_400_000);
    expect(Date.parse(bodyOf({ ...FRESH, day: "2026-11-22" }, now)?.ends ?? "")).toBe(now);
    expect(bodyOf({ ...FRESH, day: "2026-11-23" }, now)).toBeNull();
  });

  it("sends what is different", () => {
    const agents = [
      { whom: "a2", what: "more", value: 3 },
      { whom: "a2", what: "skill:tea", value: 5 },
      { whom: "a3", what: "skill:tea", value: null },
      { whom: "a2", what: "queue:q1", value: false },
    ];
    const queues = [
      { whom: "q1", what: "agent_choice", value: "round_robin" },
      { whom: "q2", what: "order_by", value: "ratio" },
      { whom: "q1", what: "skill:tea", value: 7 },
      { whom: "q2", what: "ratio_weight", value: 3 },
      { whom: "q2", what: "service_level_s", value: 30 },
    ];
    const asked = {
      ...FRESH,
      day: "2026-11-20",
      arrivals: 130,
      absent: ["a1"],
      agents: { made: agents, draft: null },
      queues: { made: queues, draft: null },
    };
    const body = bodyOf(asked, now);
    const again = askedOf({ begins: body?.begins ?? "", plan: body?.plan ?? {}, seeds: body?.seeds ?? 0 });
    expect(bodyOf(again, now)).toEqual(body);
    expect(again).toMatchObject({ day: "2026-11-20", arrivals: 130, absent: ["a1"], seeds: FRESH.seeds });
    expect(body?.plan).toEqual({
      arrivals: 1.3,
      talk: 1,
      patience: 1,
      absent: ["a1"],
      more: [{ like: "a2", count: 3 }],
      agents: [
        { agent_id: "a2", skills: { tea: 5 }, queues: { q1: false } },
        { agent_id: "a3", skills: { tea: null }, queues: {} },
      ],
      queues: [
        { queue_id: "q1", agent_choice: "round_robin", required_skills: { tea: 7 } },
        { queue_id: "q2", order_by: "ratio", ratio_weight: 3, service_level_s: 30 },
      ],
    });
  });

  it("changes something clearly when the change is more than its doubt", () => {
    expect(isClear({ mean: -4, within: 3 })).toBe(true);
    expect(isClear({ mean: 2, within: 3 })).toBe(false);
  });
});
