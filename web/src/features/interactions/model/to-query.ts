/** Filters as the server wants them: days become instants in the reader's own time zone. */

import type { Filters } from "@/features/interactions/interaction-filters";
import type { ListInteractionsData } from "@/shared/api/generated/types.gen";

function startOfDay(day: string, plusDays = 0): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(year, month - 1, date + plusDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

type Query = NonNullable<ListInteractionsData["query"]>;

/** An outcome that the server does not know is answered by it: the address may hold anything. */
export function toQuery({ from, to, outcome, ...rest }: Filters): Query {
  const begin = from && startOfDay(from);
  const end = to && startOfDay(to, 1);
  return {
    ...rest,
    ...(outcome ? { outcome: outcome as NonNullable<Query["outcome"]> } : {}),
    ...(begin ? { from: begin } : {}),
    ...(end ? { to: end } : {}),
  };
}
