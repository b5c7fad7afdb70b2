import { describe, expect, it } from "vitest";
import { choiceOf, reminderAt } from "./reminder-times";

const now = new Date(2026, 0, 31, 22, 15);

describe("the time of a reminder", () => {
  it("is counted from now, or is the next morning", () => {
    expect(reminderAt("never", "", now)).toBeNull();
    expect(reminderAt("in_10", "", now)).toBe(new Date(2026, 0, 31, 22, 25).toISOString());
    expect(reminderAt("in_60", "", now)).toBe(new Date(2026, 0, 31, 23, 15).toISOString());
    expect(reminderAt("tomorrow", "", now)).toBe(new Date(2026, 1, 1, 9).toISOString());
  });

  it("comes back as it was chosen", () => {
    const { choice, local } = choiceOf(new Date(2026, 4, 3, 14, 30).toISOString());
    expect([choice, local]).toEqual(["chosen", "2026-05-03T14:30"]);
    expect(reminderAt(choice, local, now)).toBe(new Date(2026, 4, 3, 14, 30).toISOString());
    expect(choiceOf(null)).toEqual({ choice: "never", local: "" });
  });
});
