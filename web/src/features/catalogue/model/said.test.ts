import { describe, expect, it } from "vitest";
import { findKind } from "./kinds";
import { said } from "./said";

const nameOf = (id: string) => ({ s1: "Tea", h1: "Weekdays" })[id] ?? "?";

function saidOf(key: string, value: unknown) {
  const field = findKind("queues")?.fields.find((one) => one.key === key);
  return field && said(field, value, nameOf);
}

describe("what a field held", () => {
  it.each([
    ["priority", 7, "7"],
    ["wrap_up_s", 30, "30 seconds"],
    ["match_language", false, "No"],
    ["required_skills", { s1: 4 }, "Tea 4"],
    ["required_skills", {}, "None"],
    ["hours_id", "h1", "Weekdays"],
    ["hours_id", null, "None"],
    ["hold_end", "resume", "Take the customer off hold"],
    ["agent_choice", "round_robin", "In turn"],
    ["waiting", { vip_from: 8 }, null],
  ])("of a queue: %s", (key, value, words) => expect(saidOf(key, value)).toBe(words));
});
