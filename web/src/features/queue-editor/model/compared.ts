/** What a way of choosing looks at in an agent, in words and a unit that people read. Pure. */
import type { PreviewAgent } from "@/shared/api/generated/types.gen";

export interface Compared {
  key: "ready" | "idle" | "turn" | "occupied" | "level" | "handled" | "points";
  value: number;
  unit: "seconds" | "percent" | "number";
}

export function compared(choice: string, agent: PreviewAgent): Compared {
  switch (choice) {
    case "longest_idle":
      return { key: "idle", value: agent.idle_s, unit: "seconds" };
    case "round_robin":
      return { key: "turn", value: agent.last_turn, unit: "number" };
    case "least_occupied":
      return { key: "occupied", value: agent.occupied_percent, unit: "percent" };
    case "highest_level":
      return { key: "level", value: agent.level, unit: "number" };
    case "fewest_handled":
      return { key: "handled", value: agent.handled_count, unit: "number" };
    case "weighted":
      return { key: "points", value: Math.round(agent.points ?? 0), unit: "number" };
    default:
      return { key: "ready", value: agent.ready_s, unit: "seconds" };
  }
}
