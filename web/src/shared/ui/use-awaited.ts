/** Whether an act is still waited for: no more once what it changes is seen to have changed. */
import { useRef } from "react";

interface Act {
  isPending: boolean;
  submittedAt: number;
}

/** The live picture often comes before the answer, and who sees the change may act on it at once. */
export function useAwaited({ isPending, submittedAt }: Act, shown: unknown): boolean {
  const asked = useRef({ submittedAt, shown, isSeen: false });
  if (asked.current.submittedAt !== submittedAt) asked.current = { submittedAt, shown, isSeen: false };
  else if (asked.current.shown !== shown) asked.current.isSeen = true;
  return isPending && !asked.current.isSeen;
}
