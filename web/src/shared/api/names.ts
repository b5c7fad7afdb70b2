/** What records are called, by id, for all records of some paths together. */
import { useQueries } from "@tanstack/react-query";
import { recordsQuery, type StoredRecord } from "./records";

export function useNamesAt(paths: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({ queries: paths.map(recordsQuery), combine: namesOf });
}

/** What the record with an id is called; an ellipsis for one that is gone, or not known yet. */
export function useNameOf(paths: readonly string[]): (id: string) => string {
  const names = useNamesAt(paths);
  return (id) => names.get(id) ?? "…";
}

function namesOf(found: readonly { data: StoredRecord[] | undefined }[]): ReadonlyMap<string, string> {
  return new Map(found.flatMap(({ data }) => data ?? []).map(({ id, name }) => [id, name]));
}
