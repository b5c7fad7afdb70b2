/** The agent's day: what was handled, how long it took, how busy it was; and what is aimed at. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getOwnDay } from "@/shared/api/generated/sdk.gen";
import type { GetOwnDayResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useEntities, useMe } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { Hours } from "./hours";
import { type Direction, filled, isMet } from "./model/goal";
import styles from "./own-day.module.css";
import { StateStrip } from "./state-strip";

const KEY = ["own-day"];
// Ready time goes on while nothing happens.
const REFRESH_MS = 60_000;

export function OwnDay() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const inHand = Object.keys(useEntities("work")).length;
  const day = useQuery({
    queryKey: KEY,
    queryFn: () => answered(getOwnDay()),
    enabled: Boolean(me),
    refetchInterval: REFRESH_MS,
  });
  // What has just left the hand counts.
  useEffect(() => {
    if (inHand >= 0) void queries.invalidateQueries({ queryKey: KEY });
  }, [inHand, queries]);
  if (!me) return null;
  return (
    <Panel title={t("own_day.title")}>
      {day.error && <Notice tone="danger">{explain(day.error)}</Notice>}
      {day.data && <Day day={day.data} />}
    </Panel>
  );
}

function Day({ day }: { day: GetOwnDayResponse }) {
  const { t } = useTranslation();
  const when = useWhen();
  const seconds = (value: number) => when.length(value * 1_000);
  return (
    <div className={styles["day"]}>
      <dl className={styles["figures"]}>
        <Figure
          name={t("own_day.handled")}
          value={day.handled_count}
          goal={day.goals.handled_count ?? null}
          direction="at_least"
          show={String}
        />
        <Figure
          name={t("own_day.handle")}
          value={day.handle_s}
          goal={day.goals.handle_s ?? null}
          direction="at_most"
          show={seconds}
        />
        <Figure
          name={t("own_day.occupancy")}
          hint={t("own_day.occupancy_hint")}
          value={day.occupancy_percent}
          goal={day.goals.occupancy_percent ?? null}
          direction="at_least"
          show={(value) => `${Math.round(value)} %`}
        />
      </dl>
      <p className={`${styles["soft"]} figures`}>
        {t("own_day.ready", { time: seconds(day.ready_s) })} ·{" "}
        {t("own_day.busy", { time: seconds(day.busy_s) })}
        {day.with_colleagues_s > 0 && (
          <> · {t("own_day.with_colleagues", { time: seconds(day.with_colleagues_s) })}</>
        )}
      </p>
      <Hours byHour={day.by_hour} />
      <StateStrip course={day.course} />
      {day.results.length > 0 && (
        <ul aria-label={t("own_day.results")} className={styles["results"]}>
          {day.results.map(({ name, count }) => (
            <li key={name}>
              <span>{name}</span> <span className="figures">{count}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface FigureProps {
  name: string;
  hint?: string;
  value: number | null;
  goal: number | null;
  direction: Direction;
  show: (value: number) => string;
}

function Figure({ name, hint, value, goal, direction, show }: FigureProps) {
  const { t } = useTranslation();
  const met = isMet(value, goal, direction);
  const share = direction === "at_least" ? filled(value, goal) : null;
  return (
    <div className={styles["figure"]} title={hint}>
      <dt>{name}</dt>
      <dd>
        <span className={`${styles["value"]} figures`}>
          {value === null ? "–" : show(value)}
          {met !== null && (
            <span className={met ? styles["met"] : styles["open"]}>
              <Icon name={met ? "check" : "clock"} size={16} />
              <span className="unseen">{t(met ? "own_day.met" : "own_day.not_met")}</span>
            </span>
          )}
        </span>
        {share !== null && (
          <svg className={styles["bar"]} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="4" rx="2" className={styles["track"]} />
            <rect width={share * 100} height="4" rx="2" className={met ? styles["full"] : styles["part"]} />
          </svg>
        )}
        {goal !== null && (
          <span className={`${styles["soft"]} figures`}>
            {t(`own_day.goal_${direction}`, { value: show(goal) })}
          </span>
        )}
      </dd>
    </div>
  );
}
