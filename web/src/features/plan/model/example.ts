/** A file of a plan to begin with. Pure. */
import type { PlanWeek } from "@/shared/api/generated/types.gen";

const MOST_AGENTS = 3;

/** A cell as text; what a spreadsheet program would take for a formula is quoted as a text. */
function cell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function exampleOf(week: Pick<PlanWeek, "monday" | "agents">): string {
  const lines = week.agents.slice(0, MOST_AGENTS).flatMap(({ name }) => [
    [name, week.monday, "09:00", "17:30", "shift", ""],
    [name, week.monday, "10:30", "10:45", "break", ""],
    [name, week.monday, "12:00", "12:30", "meal", ""],
  ]);
  const head = ["agent", "date", "start", "end", "activity", "note"];
  return [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
}
