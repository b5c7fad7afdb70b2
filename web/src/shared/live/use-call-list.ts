/** A list that changes with the calls of the signed-in agent, and now and then by what others do. */
import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEntities } from "./use-live";

const REFRESH_MS = 20_000;

export function useCallList<T>(
  queryKey: QueryKey,
  fetch: () => Promise<{ items: T[] }>,
  { isWanted = true } = {},
): T[] {
  const queries = useQueryClient();
  const inHand = Object.keys(useEntities("work")).length;
  const list = useQuery({ queryKey, queryFn: fetch, enabled: isWanted, refetchInterval: REFRESH_MS });
  // A call that begins or ends may change it.
  useEffect(() => {
    if (inHand >= 0) void queries.invalidateQueries({ queryKey });
  }, [inHand, queryKey, queries]);
  return list.data?.items ?? [];
}
