/** When to be reminded: the choices, and the instants that they mean. Pure. */
import { instantOf, localOf } from "@/shared/time/wished";

export type ReminderChoice = "never" | "in_10" | "in_60" | "tomorrow" | "chosen";

export const REMINDER_CHOICES: readonly ReminderChoice[] = ["never", "in_10", "in_60", "tomorrow", "chosen"];

const MINUTE_MS = 60_000;
const MORNING_HOUR = 9;

/** The instant as the server wants it, null for never; `local` is what was typed, for "chosen". */
export function reminderAt(choice: ReminderChoice, local: string, now: Date): string | null {
  switch (choice) {
    case "never":
      return null;
    case "in_10":
      return inMinutes(10, now);
    case "in_60":
      return inMinutes(60, now);
    case "tomorrow":
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR).toISOString();
    case "chosen":
      return instantOf(local);
  }
}

export function inMinutes(minutes: number, now: Date): string {
  return new Date(now.getTime() + minutes * MINUTE_MS).toISOString();
}

/** How a time that stands already is shown in the form. */
export function choiceOf(dueAt: string | null): { choice: ReminderChoice; local: string } {
  return dueAt === null ? { choice: "never", local: "" } : { choice: "chosen", local: localOf(dueAt) };
}
