/** Filters as the server wants them: days become instants in the reader's own time zone. */
import type { Filters } from "@/features/interactions/interaction-filters";

function startOfDay(day: string, plusDays = 0): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(year, month - 1, date + plusDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function toQuery({ from, to, ...rest }: Filters): Filters {
  const begin = from && startOfDay(from);
  const end = to && startOfDay(to, 1);
  return { ...rest, ...(begin ? { from: begin } : {}), ...(end ? { to: end } : {}) };
}
