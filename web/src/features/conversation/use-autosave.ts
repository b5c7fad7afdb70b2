/** Saves a draft a moment after the last change, and says whether what is on screen is on disk. */
import { useCallback, useEffect, useRef, useState } from "react";

export type SaveState = "saved" | "saving" | "unsaved" | "failed";

const PAUSE_MS = 700;
const RETRY_MS = 3_000;

export function useAutosave<T>(save: (draft: T) => Promise<unknown>) {
  const [state, setState] = useState<SaveState>("saved");
  const [failure, setFailure] = useState<unknown>(undefined);
  const pending = useRef<{ draft: T } | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(save);
  latest.current = save;

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const work = pending.current;
    if (!work) return;
    setState("saving");
    try {
      await latest.current(work.draft);
      if (pending.current !== work) return;
      pending.current = undefined;
      setState("saved");
    } catch (error) {
      setFailure(error);
      setState("failed");
      timer.current = setTimeout(() => void flush(), RETRY_MS);
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
