/**
 * A grid of cards of one height of which only those in view are drawn, so that a thousand cost no
 * more than a screenful. The list keeps its full height, and each card says its place in it.
 */
import { type CSSProperties, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from "react";
import { cardsInView, type InView } from "./model/cards-in-view";
import styles from "./windowed-grid.module.css";

interface Props<T> {
  items: readonly T[];
  idOf: (item: T) => string;
  /** The least width and the exact height of a card, in pixels. */
  cardWidth: number;
  cardHeight: number;
  label: string;
  children: (item: T) => ReactNode;
}

const GAP = 10;

export function WindowedGrid<T>({ items, idOf, cardWidth, cardHeight, label, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const count = items.length;
  const [view, setView] = useState<InView>({ columns: 1, from: 0, to: 0, above: 0, height: 0 });
  const look = useCallback(() => {
    if (!list.current) return;
    const { top, width } = list.current.getBoundingClientRect();
    const next = cardsInView({
      count,
      width,
      top,
      screen: window.innerHeight,
      cardWidth,
      cardHeight,
      gap: GAP,
    });
    setView((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
  }, [count, cardWidth, cardHeight]);
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (list.current) observer.observe(list.current);
    // What stands above may grow or shrink, and so move the grid that keeps its own size.
    observer.observe(document.body);
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [look]);
  const place = {
    height: view.height,
    paddingTop: view.above,
    gridTemplateColumns: `repeat(${view.columns}, minmax(0, 1fr))`,
    gridAutoRows: cardHeight,
    gap: GAP,
  } satisfies CSSProperties;
  return (
    <ul ref={list} aria-label={label} className={styles["grid"]} style={place}>
      {items.slice(view.from, view.to).map((item, index) => (
        <li key={idOf(item)} aria-setsize={count} aria-posinset={view.from + index + 1}>
          {children(item)}
        </li>
      ))}
    </ul>
  );
}
