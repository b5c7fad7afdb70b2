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

  const step = {
    after_s: 30,
    lower_levels_by: 1,
    drop_skills: [],
    drop_team: false,
    add_queues: ["q1"],
    overflow: null,
  };
  const elsewhere = { kind: "queue", queue_id: "q2", number: "", text: { en: "One moment." } };
  const room = {
    exits: { 5: { kind: "queue", queue_id: "q1" } },
    call_back: { first: "agent", attempts: 3, trunk_id: null },
    announces_wait: false,
    comfort_texts: {},
  };

  it.each([
    [
      "queues",
      "relaxation",
      [step],
      [{ ...step, after_s: 45, drop_team: true, overflow: elsewhere }],
      [
        "Steps · Step 1 · After: 30 seconds → 45 seconds",
        "Steps · Step 1 · Any team: null → Yes",
        "Steps · Step 1 · Send the customer to: null → Another queue: Service",
        "Steps · Step 1 · Said before (English): null → One moment.",
      ],
    ],
    [
      "queues",
      "when_closed",
      { ...elsewhere, kind: "external", queue_id: null, number: "+8610" },
      elsewhere,
      ["While closed, send customers to: A number outside: +8610 → Another queue: Service"],
    ],
    [
      "queues",
      "waiting",
      room,
      {
        ...room,
        announces_wait: true,
        exits: { 5: { kind: "voicemail", queue_id: null } },
        call_back: { first: "customer", attempts: 3, trunk_id: "t1" },
        comfort_texts: { en: "Soon." },
      },
      [
        "Waiting room · Tell the expected wait when it is honest: No → Yes",
        "Waiting room · Key 5: Another queue: Sales → Voicemail",
        "Waiting room · Said every now and then (English): null → Soon.",
        "Waiting room · Calling back · Called first: The agent → The customer",
        "Waiting room · Calling back · Trunk: null → t1",
      ],
    ],
    [
      "queues",
      "choice_weights",
      null,
      { idle_second: 1, level: 0.5 },
      [
        "Points · For each second ready: null → 1",
        "Points · For each level in a skill asked for: null → 0.5",
      ],
    ],
    [
      "queues",
      "alternative_skills",
      [{ s1: 3 }],
      [{ s1: 4, s2: 1 }],
      ["One of these sets of skills · Set 1: s1 3 → s1 4, s2 1"],
    ],
    [
      "agents",
      "capacity",
      { weights: {}, most: { chat: 2 } },
      { weights: { chat: 40 }, most: {} },
      [
        "Points and limits by channel · Points of one piece: Chat: null → 40",
        "Points and limits by channel · At most: Chat: 2 → null",
      ],
    ],
    [
      "agents",
      "queue_head_starts",
      { q1: 30 },
      { q1: 60 },
      ["Favourite queues · Sales: 30 seconds → 60 seconds"],
    ],
  ])("of %s: %s", (kind, key, before, after, lines) => {
    expect(changed(kind, key, before, after)).toEqual(lines);
  });

  it("of a small one, whole", () => {
    expect(changed("queues", "wrap_up_s", 30, 45)).toEqual([
      expect.stringMatching(/: 30 seconds → 45 seconds$/),
    ]);
  });
});
