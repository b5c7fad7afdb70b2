/** The names of all records that some fields of a kind refer to, by id. */
import { useQueries } from "@tanstack/react-query";
import { recordsQuery, type StoredRecord } from "@/shared/api/records";
import type { Field } from "./model/kind";

export function useNames(fields: readonly Field[]): ReadonlyMap<string, string> {
  const paths = new Set(fields.flatMap((field) => ("path" in field ? [field.path] : [])));
  return useQueries({ queries: [...paths].map(recordsQuery), combine: namesOf });
}

function namesOf(found: readonly { data: StoredRecord[] | undefined }[]): ReadonlyMap<string, string> {
  return new Map(found.flatMap(({ data }) => data ?? []).map(({ id, name }) => [id, name]));
}
