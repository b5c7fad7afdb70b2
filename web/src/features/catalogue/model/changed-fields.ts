/** What differs between two versions of a record, field by field. Pure. */
import type { Values } from "@/shared/api/records";
import type { Kind } from "./kind";

export function changedFields(kind: Kind, before: Values, after: Values): string[] {
  const keys = kind.fields.map(({ key }) => key);
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
