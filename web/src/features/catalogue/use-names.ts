/** The names of all records that some fields of a kind refer to, by id. */
import type { Field } from "@/features/catalogue/model/kind";
import { useNamesAt } from "@/shared/api/names";

export function useNames(fields: readonly Field[]): ReadonlyMap<string, string> {
  return useNamesAt([...new Set(fields.flatMap((field) => ("path" in field ? [field.path] : [])))]);
}
