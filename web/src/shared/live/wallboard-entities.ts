/** What the live stream carries of wallboards. */

import type { AgentState, Named } from "./entities";

/** A tile of a wallboard as it was composed. */
export interface WallboardTile {
  id: string;
  kind: "number" | "gauge" | "trend" | "queues" | "agents" | "waiting" | "clock" | "text";
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
  text: string;
  figure: string | null;
  queues: string[];
  warns_at: number | null;
  alarms_at: number | null;
  sounds: boolean;
}
export interface WallboardLayout extends Named {
  tiles: WallboardTile[];
}
/** A figure now: a value, or since when it lasts; both null when nobody can tell yet. */
export interface Reading {
  figure: string;
  unit: "count" | "percent" | "seconds";
  is_low_bad: boolean;
  value: number | null;
  since: string | null;
}
/** What a tile shows now. */
export interface TileContent {
  id: string;
  reading: Reading | null;
  points: (number | null)[];
  queues: { queue: Named; readings: Reading[] }[];
  agents: { id: string; name: string; state: AgentState; reason_name: string | null; since: string }[];
  waiting: { queue_name: string; since: string; priority: number }[];
}
