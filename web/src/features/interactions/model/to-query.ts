/** Filters as the server wants them: days become instants in the reader's own time zone. */

import type { Filters } from "@/features/interactions/interaction-filters";
import type { ListInteractionsData } from "@/shared/api/generated/types.gen";
import { startOfDay } from "@/shared/time/start-of-day";

type Query = NonNullable<ListInteractionsData["query"]>;

/** What the server does not know is answered by it: the address may hold anything. */
export function toQuery({ from, to, outcome, direction, ...rest }: Filters): Query {
  const begin = from && startOfDay(from);
  const end = to && startOfDay(to, 1);
  return {
    ...rest,
    ...(outcome ? { outcome: outcome as NonNullable<Query["outcome"]> } : {}),
    ...(direction ? { direction: direction as NonNullable<Query["direction"]> } : {}),
    ...(begin ? { from: begin } : {}),
    ...(end ? { to: end } : {}),
  };
}
