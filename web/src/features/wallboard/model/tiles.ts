/** What tiles are made of, and how bad a value is. Pure; policy in `levelOf`. */
import type { Reading, WallboardTile } from "@/shared/live/wallboard-entities";
import { clockText } from "@/shared/time/spans";
import { freePlace } from "@/shared/ui/placement/placed";

export const GRID = { columns: 12, rows: 8 };
export const KINDS = ["number", "gauge", "trend", "queues", "agents", "waiting", "clock", "text"] as const;
export const FIGURES = [
  "waiting",
  "longest_wait",
  "service_level",
  "service_level_recent",
  "offered",
  "answered",
  "abandoned",
  "abandon_rate",
  "asa",
  "aht",
  "agents_signed_in",
  "agents_ready",
  "agents_busy",
  "agents_wrap_up",
  "agents_not_ready",
  "occupancy",
] as const;
export type FigureName = (typeof FIGURES)[number];
export type Kind = WallboardTile["kind"];
export type Level = "calm" | "warn" | "alarm";

const WITH_FIGURE: ReadonlySet<Kind> = new Set(["number", "gauge", "trend"]);
const WITH_QUEUES: ReadonlySet<Kind> = new Set([...WITH_FIGURE, "queues", "agents", "waiting"]);

const SIZES: Record<Kind, { width: number; height: number }> = {
  number: { width: 3, height: 2 },
  gauge: { width: 3, height: 2 },
  trend: { width: 6, height: 3 },
  queues: { width: 6, height: 3 },
  agents: { width: 3, height: 4 },
  waiting: { width: 3, height: 4 },
  clock: { width: 3, height: 2 },
  text: { width: 6, height: 1 },
};

export const showsFigure = (kind: Kind): boolean => WITH_FIGURE.has(kind);
export const showsQueues = (kind: Kind): boolean => WITH_QUEUES.has(kind);

/** A new tile where there is room. */
export function newTile(kind: Kind, tiles: readonly WallboardTile[], id: string): WallboardTile {
  return {
    id,
    kind,
    ...freePlace(tiles, SIZES[kind], GRID),
    title: "",
    text: "",
    figure: showsFigure(kind) ? (kind === "trend" ? "offered" : "waiting") : null,
    queues: [],
    warns_at: null,
    alarms_at: null,
    sounds: false,
  };
}

/** The value now; what lasts is counted on to `second`, in seconds since 1970. */
export function amountOf(reading: Reading, second: number): number | null {
  if (reading.since === null) return reading.value;
  return Math.max(0, second - Math.floor(Date.parse(reading.since) / 1000));
}

export function levelOf(
  tile: Pick<WallboardTile, "warns_at" | "alarms_at">,
  isLowBad: boolean,
  value: number | null,
): Level {
  if (value === null) return "calm";
  const meets = (limit: number | null) => limit !== null && (isLowBad ? value <= limit : value >= limit);
  if (meets(tile.alarms_at)) return "alarm";
  return meets(tile.warns_at) ? "warn" : "calm";
}

/** Where the alarm comes first, nobody ever sees the warning. */
export function hidesWarning(
  { warns_at, alarms_at }: Pick<WallboardTile, "warns_at" | "alarms_at">,
  isLowBad: boolean,
): boolean {
  if (warns_at === null || alarms_at === null) return false;
  return isLowBad ? alarms_at >= warns_at : alarms_at <= warns_at;
}

export function valueText(unit: Reading["unit"], value: number | null): string {
  if (value === null) return "–";
  if (unit === "seconds") return clockText(value);
  const shown = unit === "percent" ? Math.round(value * 10) / 10 : Math.round(value);
  return unit === "percent" ? `${shown} %` : String(shown);
}
