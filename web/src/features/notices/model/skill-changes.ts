/** What is new about an agent's skills since the agent last read of them, kept in this browser. */
import type { OwnSkill } from "@/shared/live/entities";

export interface SkillChange {
  id: string;
  name: string;
  /** Null for a skill that is new. */
  before: number | null;
  /** Null for a skill that is gone. */
  after: number | null;
}

const keyOf = (agentId: string) => `antiphon.skills.${agentId}`;

export function readKnown(agentId: string): OwnSkill[] | null {
  const stored = localStorage.getItem(keyOf(agentId));
  try {
    const known: unknown = stored === null ? null : JSON.parse(stored);
    return Array.isArray(known) ? (known as OwnSkill[]) : null;
  } catch {
    return null;
  }
}

export function keepKnown(agentId: string, skills: OwnSkill[]): void {
  localStorage.setItem(keyOf(agentId), JSON.stringify(skills));
}

export function changesBetween(before: OwnSkill[], after: OwnSkill[]): SkillChange[] {
  const levels = new Map(before.map(({ id, level }) => [id, level]));
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id));
  return [
    ...after
      .filter(({ id, level }) => levels.get(id) !== level)
      .map(({ id, name, level }) => ({ id, name, before: levels.get(id) ?? null, after: level })),
    ...gone.map(({ id, name, level }) => ({ id, name, before: level, after: null })),
  ];
}
