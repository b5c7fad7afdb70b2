/** A what-if by half-hours as its charts draw it. Pure. */
import type { EChartsOption } from "echarts/types/dist/shared";
import type { GetWhatIfHalfHoursResponse } from "@/shared/api/generated/types.gen";
import type { Interval } from "./plan";

export type HalfHour = GetWhatIfHalfHoursResponse["items"][number];
export type Unit = "share" | "seconds" | "count";
export type Side = "before" | "after";
export type Figure = "service_level" | "mean_wait_s" | "waiting" | "occupancy";

export const SIDES = ["before", "after"] as const;
export const COURSES = [
  { key: "service_level", unit: "share" },
  { key: "mean_wait_s", unit: "seconds" },
  { key: "waiting", unit: "count" },
  { key: "occupancy", unit: "share" },
] as const;
// Told apart without colour too: one line is whole, the other broken.
const LOOKS = {
  before: { color: "#5b6b6c", line: "solid", band: 0.16 },
  after: { color: "#1d558f", line: "dashed", band: 0.2 },
} as const;

/** Without the hours at both ends in which nobody came and nobody was there. */
export function livelyPart(items: readonly HalfHour[]): HalfHour[] {
  const isLively = (item: HalfHour) =>
    SIDES.some((side) => {
      const { offered, waiting, occupancy } = item[side];
      return (offered?.mean ?? 0) + (waiting?.mean ?? 0) > 0 || occupancy !== null;
    });
  return items.slice(items.findIndex(isLively), items.findLastIndex(isLively) + 1);
}

interface Words {
  time: (iso: string) => string;
  side: (side: Side) => string;
  value: (interval: Interval) => string;
}

/** One figure, both sides as lines, each within the band of its interval. */
export function courseOption(
  items: readonly HalfHour[],
  figure: Figure,
  unit: Unit,
  words: Words,
): EChartsOption {
  const scale = unit === "share" ? 100 : 1;
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: { left: 44, right: 12, top: 14, bottom: 26 },
    // Plain text: the rich kind writes styles that the page's security policy refuses.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      formatter: (shown) => {
        const [first] = Array.isArray(shown) ? shown : [shown];
        const item = items[first?.dataIndex ?? 0];
        return item ? told(item, figure, words).join("\n") : "";
      },
    },
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: items.map(({ begins }) => words.time(begins)),
      axisLabel: { hideOverlap: true },
    },
    yAxis: { type: "value", min: 0, ...topOf(items, figure, unit) },
    series: SIDES.flatMap((side) => linesOf(items, figure, side, scale, words.side(side))),
  };
}

/** A day with hardly any wait is drawn as one, not blown up to the height of the chart. */
function topOf(items: readonly HalfHour[], figure: Figure, unit: Unit): { max?: number } {
  if (unit === "share") return { max: 100 };
  const least = unit === "seconds" ? 10 : 1;
  const edges = items.flatMap((item) => SIDES.map((side) => edgesOf(item[side][figure], 1)));
  return edges.every((edge) => !edge || edge.high <= least) ? { max: least } : {};
}

function told(item: HalfHour, figure: Figure, words: Words): string[] {
  const sides = SIDES.map((side) => {
    const interval = item[side][figure];
    return `${words.side(side)}: ${interval ? words.value(interval) : "–"}`;
  });
  return [words.time(item.begins), ...sides];
}

/** The band is the space between its unseen lower edge and the height that is stacked upon it. */
function linesOf(items: readonly HalfHour[], figure: Figure, side: Side, scale: number, name: string) {
  const { color, line, band } = LOOKS[side];
  const edges = items.map((item) => edgesOf(item[side][figure], scale));
  const unseen = {
    type: "line" as const,
    stack: side,
    symbol: "none",
    silent: true,
    lineStyle: { width: 0 },
  };
  return [
    { ...unseen, color, data: edges.map((edge) => edge?.low ?? "-") },
    {
      ...unseen,
      color,
      areaStyle: { color, opacity: band },
      data: edges.map((edge) => (edge ? edge.high - edge.low : "-")),
    },
    {
      type: "line" as const,
      name,
      color,
      symbol: "circle",
      symbolSize: 4,
      lineStyle: { width: 2, type: line },
      data: edges.map((edge) => edge?.mean ?? "-"),
    },
  ];
}

/** Where a figure lies in its chart; no band reaches below nothing, nor a share above all. */
export function edgesOf(interval: Interval | null, scale: number) {
  if (!interval) return null;
  const most = scale === 1 ? Number.POSITIVE_INFINITY : 1;
  return {
    low: Math.max(0, interval.mean - interval.within) * scale,
    mean: interval.mean * scale,
    high: Math.min(most, interval.mean + interval.within) * scale,
  };
}
