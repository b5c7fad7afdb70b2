/** What has versions and is edited as a whole: as it is, as it is edited, saved, and brought back. */
import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

interface Doors<Shown, Change> {
  load: () => Promise<Shown>;
  save: (change: Change, version: number | null) => Promise<Shown>;
  restore: (number: number) => Promise<Shown>;
  /** It was saved; `before` is what had been in force. */
  onSaved?: (before: Shown) => void;
}

export function useEdition<Shown extends { version: number }, Edited, Change>(
  key: QueryKey,
  doors: Doors<Shown, Change>,
) {
  const queries = useQueryClient();
  const shown = useQuery({ queryKey: key, queryFn: doors.load }).data;
  // With the version it began from: what others publish meanwhile is not overwritten unseen.
  const [edit, setEdit] = useState<{ edited: Edited; version: number } | null>(null);
  const edited = edit?.edited ?? null;
  const setEdited = (next: Edited | null) =>
    setEdit(next === null || !shown ? null : { edited: next, version: (edit ?? shown).version });
  // What was changed since it was sent is still to be saved.
  const take = (next: Shown, sent: Edited | null) => {
    queries.setQueryData(key, next);
    setEdit((now) => (now === null || now.edited === sent ? null : { ...now, version: next.version }));
  };
  const save = useMutation({
    mutationFn: (change: Change) => doors.save(change, (edit ?? shown)?.version ?? null),
    onMutate: () => ({ edited, shown }),
    onSuccess: (next, _, before) => {
      take(next, before.edited);
      if (before.shown) doors.onSaved?.(before.shown);
    },
  });
  const restore = useMutation({
    mutationFn: doors.restore,
    onMutate: () => edited,
    onSuccess: (next, _, sent) => take(next, sent),
  });
  return { shown, edited, setEdited, save, restore };
}
