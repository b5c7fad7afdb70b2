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
  const [edited, setEdited] = useState<Edited | null>(null);
  const onSuccess = (next: Shown) => {
    queries.setQueryData(key, next);
    setEdited(null);
  };
  const save = useMutation({
    mutationFn: (change: Change) => doors.save(change, shown?.version ?? null),
    onSuccess: (next) => {
      onSuccess(next);
      if (shown) doors.onSaved?.(shown);
    },
  });
  const restore = useMutation({ mutationFn: doors.restore, onSuccess });
  return { shown, edited, setEdited, save, restore };
}
