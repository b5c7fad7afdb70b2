/** Brings a part of the page into view when what it shows becomes something else. */
import { type RefObject, useEffect, useRef } from "react";

export function useBroughtIntoView(shown: string): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = place.current;
    if (shown === "" || here === null) return;
    // Who types there must not lose the line they are at.
    const typed = document.activeElement?.closest("input, textarea");
    if (typed && here.contains(typed)) return;
    if (here.getBoundingClientRect().top < 0) here.scrollIntoView();
  }, [shown]);
  return place;
}
