/** In which order tasks stand: what is due, what comes due, what has no time; done ones apart. Pure. */
import type { AgentTask } from "@/shared/live/entities";

export function openTasks(tasks: readonly AgentTask[]): AgentTask[] {
  return tasks.filter(({ done_at }) => done_at === null).sort(byTime);
}

export function doneTasks(tasks: readonly AgentTask[]): AgentTask[] {
  const done = tasks.filter(({ done_at }) => done_at !== null);
  return done.sort((one, other) => (other.done_at ?? "").localeCompare(one.done_at ?? ""));
}

function byTime(one: AgentTask, other: AgentTask): number {
  if (one.due_at !== null && other.due_at !== null) return one.due_at.localeCompare(other.due_at);
  if (one.due_at === null && other.due_at === null) return one.made_at.localeCompare(other.made_at);
  return one.due_at === null ? 1 : -1;
}
