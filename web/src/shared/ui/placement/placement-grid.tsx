/**
 * A grid on which things are put by hand: dragged or moved with the arrows, resized at the corner or
 * with Shift and the arrows, removed with Delete.
 */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type GridSize, moved, type Placed, replaced, resized } from "./placed";
import styles from "./placement-grid.module.css";

interface Props<T extends Placed> {
  label: string;
  grid: GridSize;
  items: readonly T[];
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (items: T[]) => void;
  onRemove: (id: string) => void;
  /** Lies under the others, such as a room under its desks. */
  isBehind?: (item: T) => boolean;
  /** What it shows, and so what it is called. */
  children: (item: T) => ReactNode;
}

interface Drag<T> {
  item: T;
  isResizing: boolean;
  fromX: number;
  fromY: number;
  draft: T;
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function PlacementGrid<T extends Placed>(props: Props<T>) {
  const { grid, items, selected, onSelect, onChange, onRemove } = props;
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag<T> | null>(null);
  const before = useRef(items);

  // Whoever works by keyboard goes on beside what was removed, not at the top of the page.
  useEffect(() => {
    const gone = before.current.findIndex(({ id }) => !items.some((item) => item.id === id));
    before.current = items;
    const isLost = gone >= 0 && (document.activeElement ?? document.body) === document.body;
    const buttons = place.current?.querySelectorAll<HTMLElement>("button") ?? [];
    if (isLost) (buttons[Math.min(gone, buttons.length - 1)] ?? place.current)?.focus();
  }, [items]);

  const begin = (event: PointerEvent<HTMLElement>, item: T, isResizing: boolean) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    onSelect(item.id);
    setDrag({ item, isResizing, fromX: event.clientX, fromY: event.clientY, draft: item });
  };
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = place.current?.getBoundingClientRect();
    if (!drag || !box) return;
    const dx = Math.round(((event.clientX - drag.fromX) * grid.columns) / box.width);
    const dy = Math.round(((event.clientY - drag.fromY) * grid.rows) / box.height);
    const change = drag.isResizing ? resized : moved;
    setDrag({ ...drag, draft: change(drag.item, dx, dy, grid) });
  };
  const end = () => {
    if (drag && drag.draft !== drag.item) onChange(replaced(items, drag.draft));
    setDrag(null);
  };
  const press = (event: KeyboardEvent, item: T) => {
    const arrow = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onRemove(item.id);
    } else if (arrow && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const next = (event.shiftKey ? resized : moved)(item, arrow[0], arrow[1], grid);
      if (next !== item) onChange(replaced(items, next));
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be laid out by the browser's own rules
    <div
      ref={place}
      role="group"
      tabIndex={-1}
      aria-label={props.label}
      className={styles["grid"]}
      style={{
        gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${grid.rows}, minmax(0, 1fr))`,
        backgroundSize: `${100 / grid.columns}% ${100 / grid.rows}%`,
      }}
    >
      {items.map((item) => {
        const shown = drag?.item.id === item.id ? drag.draft : item;
        const isSelected = selected === item.id;
        return (
          <div
            key={item.id}
            className={`${styles["item"]} ${props.isBehind?.(item) ? styles["behind"] : ""}`}
            style={{
              gridColumn: `${shown.x + 1} / span ${shown.width}`,
              gridRow: `${shown.y + 1} / span ${shown.height}`,
            }}
          >
            <button
              type="button"
              className={styles["body"]}
              aria-pressed={isSelected}
              onPointerDown={(event) => begin(event, item, false)}
              onPointerMove={follow}
              onPointerUp={end}
              onPointerCancel={() => setDrag(null)}
              onFocus={() => onSelect(item.id)}
              onKeyDown={(event) => press(event, item)}
            >
              {props.children(shown)}
            </button>
            {isSelected && (
              <span
                className={styles["corner"]}
                aria-hidden
                onPointerDown={(event) => begin(event, item, true)}
                onPointerMove={follow}
                onPointerUp={end}
                onPointerCancel={() => setDrag(null)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
