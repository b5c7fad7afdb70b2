/** What records are called, by id, for all records of some paths together. */
import { useQueries } from "@tanstack/react-query";
import { recordsQuery, type StoredRecord } from "./records";

export function useNamesAt(paths: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({ queries: paths.map(recordsQuery), combine: namesOf });
}

function namesOf(found: readonly { data: StoredRecord[] | undefined }[]): ReadonlyMap<string, string> {
  return new Map(found.flatMap(({ data }) => data ?? []).map(({ id, name }) => [id, name]));
}
