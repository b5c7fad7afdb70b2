/** The states of a day as a strip, with the time of each below it. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AgentState } from "@/shared/live/entities";
import { useWhen } from "@/shared/time/use-when";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { type StateSpan, stripOf } from "./model/course";
import styles from "./state-strip.module.css";

const WIDTH = 1_000;
const HEIGHT = 20;

export function StateStrip({ course }: { course: readonly StateSpan<AgentState>[] }) {
  const { t } = useTranslation();
  const when = useWhen();
  const caption = useId();
  const strip = stripOf(course);
  if (!strip) return null;
  const x = (at: number) => (WIDTH * (at - strip.from)) / Math.max(1, strip.to - strip.from);
  const moment = (at: number) => when.moment(new Date(at).toISOString());
  return (
    <figure className={styles["strip"]} aria-labelledby={caption}>
      <figcaption id={caption} className={styles["soft"]}>
        {t("own_day.course", { from: moment(strip.from), to: moment(strip.to) })}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {strip.pieces.map(({ state, from, to }) => (
          <rect key={from} x={x(from)} width={x(to) - x(from)} height={HEIGHT} className={styles[state]}>
            <title>{`${t(`agent_state.${state}`)} ${moment(from)} – ${moment(to)}`}</title>
          </rect>
        ))}
        {strip.hours.map((at) => (
          <line key={at} x1={x(at)} x2={x(at)} y2={HEIGHT} className={styles["tick"]} />
        ))}
      </svg>
      <ul className={styles["sums"]}>
        {strip.sums.map(({ state, ms }) => (
          <li key={state}>
            <span className={`${styles["key"]} ${styles[state]}`} aria-hidden="true" />
            <AgentStateTag state={state} /> <span className="figures">{when.length(ms)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
