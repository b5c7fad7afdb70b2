/** Removals that can still be undone: the record is hidden at once and removed a little later. */
import { useSyncExternalStore } from "react";

const UNDO_MS = 6_000;

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  run: () => Promise<void>;
}

const pending = new Map<string, Pending>();
let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function publish(): void {
  hidden = new Set(pending.keys());
  for (const listener of listeners) listener();
}

/** Remove `id` by `run` after a moment, unless it is undone; `run` sends before it awaits anything. */
export function planRemoval(id: string, run: () => Promise<unknown>): void {
  const done = async () => {
    // Hidden until the answer is here, so that the row does not flash up in between.
    await run().finally(() => {
      pending.delete(id);
      publish();
    });
  };
  pending.set(id, { timer: setTimeout(done, UNDO_MS), run: done });
  publish();
}

export function undoRemoval(id: string): void {
  clearTimeout(pending.get(id)?.timer);
  pending.delete(id);
  publish();
}

export const UNDO_SECONDS = UNDO_MS / 1000;

/** Leaving does not undo what was removed: send at once what still waits. */
export async function sendRemovals(): Promise<void> {
  const sent = [...pending.values()].map(({ timer, run }) => {
    clearTimeout(timer);
    return run();
  });
  await Promise.allSettled(sent);
}

window.addEventListener("pagehide", () => void sendRemovals());

export function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hidden,
  );
}
