/** Lists of configuration records by path, shared between the pages that edit and those that choose. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { getJson } from "./plain";

export type Values = Record<string, unknown>;

export interface StoredRecord extends Values {
  id: string;
  version: number;
  name: string;
}

export function recordsQuery(path: string) {
  return queryOptions({
    queryKey: ["catalogue", path],
    queryFn: async () => (await getJson<{ items: StoredRecord[] }>(path)).items,
  });
}

/** The records of a path, empty while they are not known. */
export function useRecords(path: string): readonly StoredRecord[] {
  return useQuery(recordsQuery(path)).data ?? NONE;
}

const NONE: readonly StoredRecord[] = [];

export function useChoices(path: string): { value: string; label: string }[] {
  return useRecords(path).map(({ id, name }) => ({ value: id, label: name }));
}
