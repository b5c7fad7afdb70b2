/** Removing a record, which can be undone for a few seconds. */
import { useQueryClient } from "@tanstack/react-query";
import { deleteAt } from "@/shared/api/client";
import type { StoredRecord } from "@/shared/api/records";
import { useUndoableRemoval } from "@/shared/removal/use-undoable-removal";
import type { Kind } from "./model/kind";

export function useRemoval(kind: Kind): (record: StoredRecord) => void {
  const queries = useQueryClient();
  const remove = useUndoableRemoval();
  return ({ id, name }) =>
    remove({
      id,
      name,
      remove: () => deleteAt(`${kind.path}/${encodeURIComponent(id)}`),
      after: () => queries.invalidateQueries({ queryKey: ["catalogue"] }),
    });
}
