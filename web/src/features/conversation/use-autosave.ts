/** Saves a draft a moment after the last change, and says whether what is on screen is on disk. */
import { useCallback, useEffect, useRef, useState } from "react";
import { isRefusal } from "@/shared/api/problems";

export type SaveState = "saved" | "saving" | "unsaved" | "failed";

const PAUSE_MS = 700;
const RETRY_MS = 3_000;

/** One save at a time, so that no draft overtakes a newer one; what did not reach the server is sent again. */
export function useAutosave<T>(save: (draft: T) => Promise<unknown>) {
  const [state, setState] = useState<SaveState>("saved");
  const [failure, setFailure] = useState<unknown>(undefined);
  const pending = useRef<{ draft: T } | undefined>(undefined);
  const isSaving = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(save);
  latest.current = save;

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const work = pending.current;
    if (!work || isSaving.current) return;
    isSaving.current = true;
    setState("saving");
    const failed = await latest.current(work.draft).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    isSaving.current = false;
    // Meanwhile more was typed, or all of it went another way.
    if (pending.current !== work) return flush();
    if (failed) {
      setFailure(failed.error);
      setState("failed");
      if (!isRefusal(failed.error)) timer.current = setTimeout(() => void flush(), RETRY_MS);
    } else {
      pending.current = undefined;
      setState("saved");
    }
  }, []);

  const change = useCallback(
    (draft: T): void => {
      pending.current = { draft };
      setState("unsaved");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE_MS);
    },
    [flush],
  );

  /** Forget what was not saved yet, because it was sent in another way. */
  const settle = useCallback((): void => {
    clearTimeout(timer.current);
    pending.current = undefined;
    setState("saved");
  }, []);

  useEffect(() => () => void flush(), [flush]);
  return { state, failure: state === "failed" ? failure : undefined, change, settle };
}
