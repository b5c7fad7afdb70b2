/** A day by minutes: how many waited, were free, were busy. A click goes to that minute. */
import type { EChartsOption } from "echarts/types/dist/shared";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GetPastSeriesResponse } from "@/shared/api/generated/types.gen";
import { Chart } from "@/shared/charts/chart";
import { useWhen } from "@/shared/time/use-when";
import type { Span } from "./model/instants";

const COLOURS = { waiting: "#a63f12", ready: "#1c6b41", busy: "#1d558f", now: "#16282a" };
const LINES = ["waiting", "ready", "busy"] as const;

interface Props {
  points: GetPastSeriesResponse["points"];
  span: Span;
  at: number;
  onPick: (at: number) => void;
}

export function DayChart({ points, span, at, onPick }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const option = useMemo<EChartsOption>(
    () => ({
      animation: false,
      textStyle: { fontFamily: "inherit" },
      grid: { left: 40, right: 16, top: 34, bottom: 26 },
      legend: {
        top: 0,
        left: 0,
        itemWidth: 26,
        itemGap: 18,
        itemStyle: { opacity: 0 },
        textStyle: { fontSize: 13 },
      },
      // Plain text: the rich kind writes styles that the page's security policy refuses.
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: {
        type: "time",
        min: span.first,
        max: span.last,
        axisLabel: { formatter: "{HH}:{mm}", hideOverlap: true },
      },
      yAxis: { type: "value", minInterval: 1 },
      series: LINES.map((key, index) => ({
        type: "line",
        name: t(`past.${key}`),
        step: "end",
        symbol: "none",
        lineStyle: { width: 2, type: index === 0 ? "solid" : index === 1 ? "dashed" : "dotted" },
        color: COLOURS[key],
        data: points.map((point) => [Date.parse(point.at), point[key]]),
        ...(index === 0
          ? {
              markLine: {
                symbol: "none",
                silent: true,
                label: { show: false },
                lineStyle: { color: COLOURS.now, type: "solid", width: 1.5 },
                data: [{ xAxis: at }],
              },
            }
          : {}),
      })),
    }),
    [points, span, at, t],
  );
  const most = Math.max(0, ...points.map(({ waiting }) => waiting));
  const label = t("past.chart", { most, time: when.exact(new Date(at).toISOString()) });
  return <Chart label={label} option={option} onPick={onPick} />;
}
