/** Any past instant of one day: the day as a chart, a slider over it, and the centre as it was. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getPastBoard, getPastSeries } from "@/shared/api/generated/sdk.gen";
import type { GetPastSeriesResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { serverNow } from "@/shared/time/server-clock";
import { dayOf, startOfDay } from "@/shared/time/start-of-day";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { useSettled } from "@/shared/ui/use-settled";
import { DayChart } from "./day-chart";
import { busyPart, instantOf, type Span, spanOf, within } from "./model/instants";
import { PastBoard } from "./past-board";
import { PastEvents } from "./past-events";
import { Scrubber } from "./scrubber";
import { useInstant } from "./use-instant";

const HOLD_MS = 120;
const NONE: GetPastSeriesResponse["points"] = [];

interface Props {
  day: string;
  /** Without one, the last instant of the day is shown. */
  at: string | undefined;
  onRest: (at: string) => void;
}

export function TimeMachine({ day, at, onRest }: Props) {
  const { t } = useTranslation();
  const span = useMemo(() => spanOf(startOfDay(day), serverNow()), [day]);
  if (!span)
    return (
      <Panel title={t("past.day")} headIsUnseen>
        <EmptyHint title={t("past.to_come")}>
          <p>{t("past.to_come_hint")}</p>
        </EmptyHint>
      </Panel>
    );
  const isToday = day === dayOf(new Date(serverNow()));
  return <Day key={day} span={span} isToday={isToday} wanted={at} onRest={onRest} />;
}

const iso = (at: number) => new Date(at).toISOString();

interface DayProps {
  span: Span;
  /** It has no points only in the first minute of a new centre. */
  isToday: boolean;
  wanted: string | undefined;
  onRest: (at: string) => void;
}

function Day({ span, isToday, wanted, onRest }: DayProps) {
  const { t } = useTranslation();
  const [isPlaying, setPlaying] = useState(false);
  const given = useMemo(
    () => (wanted ? Math.min(instantOf(wanted), serverNow()) : span.last),
    [wanted, span.last],
  );
  const [at, setAt] = useInstant({ given, isPlaying, onRest: (rested) => onRest(iso(rested)) });
  const asked = useSettled(useDeferredValue(at), HOLD_MS);
  const series = useQuery({
    queryKey: ["past", "series", span.first, span.last],
    queryFn: () => answered(getPastSeries({ query: { since: iso(span.first), until: iso(span.last) } })),
  });
  const board = useQuery({
    queryKey: ["past", "board", asked],
    queryFn: () => answered(getPastBoard({ query: { at: iso(asked) } })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const error = series.error ?? board.error;
  const points = series.data?.points ?? NONE;
  const shown = useMemo(() => busyPart(span, points), [span, points]);
  const move = (next: number) => setAt(within(shown, next));
  return (
    <>
      <Panel title={t("past.day")} headIsUnseen>
        {series.isSuccess && points.length === 0 && (
          <EmptyHint title={t(isToday ? "past.no_chart_yet" : "past.empty_day")}>
            <p>{t(isToday ? "past.no_chart_yet_hint" : "past.empty_day_hint")}</p>
          </EmptyHint>
        )}
        {points.length > 0 && <DayChart points={points} span={shown} at={at} onPick={move} />}
        <Scrubber span={shown} at={at} isPlaying={isPlaying} onMove={move} onPlay={setPlaying} />
      </Panel>
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      {board.isPending && <EmptyHint title={t("page.loading")} />}
      {board.data && <PastBoard board={board.data} />}
      {board.data && <PastEvents events={board.data.events} onPick={setAt} />}
    </>
  );
}
