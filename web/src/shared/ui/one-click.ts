/** One click, one wish: the second one of a double click often meets a button that means the opposite. */
import type { MouseEvent } from "react";

/** Run `action` for a click, and not for those that follow at the same place in no time; keys always do. */
export function oneClick(action: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) action();
  };
}
