/** Levels of agents in skills, and the way back from each change. Pure. */
import type { StoredRecord } from "@/shared/api/records";

export interface Change {
  agent: string;
  skill: string;
  /** Null: the agent does not have the skill. */
  from: number | null;
  to: number | null;
}

export type Levels = Readonly<Record<string, number>>;

export const levelsOf = (agent: StoredRecord): Levels => (agent["skills"] ?? {}) as Levels;

/** What was typed as a level: nothing or 0 means none; what is no level is undefined. */
export function readLevel(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "0") return null;
  const level = Number(trimmed);
  return Number.isInteger(level) && level >= 1 && level <= 10 ? level : undefined;
}

export function withLevel(levels: Levels, skill: string, level: number | null): Levels {
  const { [skill]: _, ...others } = levels;
  return level === null ? others : { ...others, [skill]: level };
}

export const reverse = ({ agent, skill, from, to }: Change): Change => ({ agent, skill, from: to, to: from });

/** Where an arrow key leads from a cell, within the table. */
export function stepTo(key: string, row: number, column: number): [number, number] | null {
  switch (key) {
    case "ArrowUp":
      return [row - 1, column];
    case "ArrowDown":
    case "Enter":
      return [row + 1, column];
    case "ArrowLeft":
      return [row, column - 1];
    case "ArrowRight":
      return [row, column + 1];
    default:
      return null;
  }
}
