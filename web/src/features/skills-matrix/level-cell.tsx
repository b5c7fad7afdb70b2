/** One level, typed in place. Escape takes back what was typed; arrows lead to the next cell. */
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { readLevel, stepTo } from "./model/levels";
import styles from "./skills-matrix.module.css";

interface Props {
  label: string;
  agent: string;
  skill: string;
  level: number | null;
  row: number;
  column: number;
  isFixed: boolean;
  onChange: (agent: string, skill: string, from: number | null, to: number | null) => void;
}

function focusCell(from: HTMLElement, row: number, column: number): void {
  const next = from.closest("table")?.querySelector<HTMLInputElement>(`[data-cell="${row}/${column}"]`);
  next?.focus();
  next?.select();
}

export const LevelCell = memo(function LevelCell(props: Props) {
  const { label, agent, skill, level, row, column, isFixed, onChange } = props;
  const shown = level === null ? "" : String(level);
  const input = useRef<HTMLInputElement>(null);
  // Enter takes it and leaves the cell, which takes it too, before what was taken is shown.
  const taken = useRef(level);
  useEffect(() => {
    taken.current = level;
  }, [level]);
  const take = () => {
    const typed = input.current;
    if (!typed) return;
    const next = readLevel(typed.value);
    if (next === undefined || next === level) typed.value = shown;
    else if (next !== taken.current) {
      taken.current = next;
      onChange(agent, skill, level, next);
    }
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape" && input.current) input.current.value = shown;
    const next = stepTo(event.key, row, column);
    if (!next) return;
    event.preventDefault();
    take();
    focusCell(event.currentTarget, ...next);
  };
  return (
    <input
      // A level that changes elsewhere replaces what stands here.
      key={shown}
      ref={input}
      className={`${styles["cell"]} ${styles[`level${level ?? 0}`]} figures`}
      data-cell={`${row}/${column}`}
      aria-label={label}
      inputMode="numeric"
      maxLength={2}
      readOnly={isFixed}
      defaultValue={shown}
      placeholder="·"
      onBlur={take}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={press}
    />
  );
});
