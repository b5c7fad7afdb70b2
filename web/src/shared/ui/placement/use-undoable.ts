/** A value that is edited step by step, each of which can be undone and done again. */
import { useCallback, useEffect, useState } from "react";

const MOST_STEPS = 100;

interface Steps<T> {
  past: readonly T[];
  now: T;
  ahead: readonly T[];
}

export interface Undoable<T> {
  value: T;
  set: (next: T) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;
}

/** Ctrl+Z and Ctrl+Y, or with the command key, work unless somebody types into a field. */
export function useUndoable<T>(first: T): Undoable<T> {
  const [steps, setSteps] = useState<Steps<T>>({ past: [], now: first, ahead: [] });
  const set = useCallback(
    (next: T) =>
      setSteps(({ past, now }) => ({ past: [...past, now].slice(-MOST_STEPS), now: next, ahead: [] })),
    [],
  );
  const undo = useCallback(
    () =>
      setSteps((all) => {
        const last = all.past.at(-1);
        if (last === undefined) return all;
        return { past: all.past.slice(0, -1), now: last, ahead: [all.now, ...all.ahead] };
      }),
    [],
  );
  const redo = useCallback(
    () =>
      setSteps((all) => {
        const [next, ...ahead] = all.ahead;
        return next === undefined ? all : { past: [...all.past, all.now], now: next, ahead };
      }),
    [],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const isRedo = event.key === "y" || (event.key === "Z" && event.shiftKey);
      if (!isRedo && event.key !== "z") return;
      event.preventDefault();
      if (isRedo) redo();
      else undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, redo]);
  const { past, now, ahead } = steps;
  return { value: now, set, undo, redo, canUndo: past.length > 0, canRedo: ahead.length > 0 };
}
