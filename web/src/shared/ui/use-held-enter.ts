/** Enter in a search that is faster than the answer: it counts once the answer is there. */
import { type KeyboardEvent, useEffect, useState } from "react";

/**
 * `take` says whether a key was such an Enter; `forget` is for when more is typed. What is shown
 * until the answer is there was not asked for, so it is `choose` of then that is run.
 */
export function useHeldEnter(isAnswered: boolean, choose: () => void) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!isHeld || !isAnswered) return;
    setHeld(false);
    choose();
  });
  return {
    take: (event: KeyboardEvent): boolean => {
      // Enter also ends the writing of a word in Chinese: that one is not meant for the list.
      if (event.key !== "Enter" || event.nativeEvent.isComposing) return false;
      event.preventDefault();
      setHeld(true);
      return true;
    },
    forget: () => setHeld(false),
  };
}
