/** Today's course of a figure by quarter hours, as a line from midnight to now. */
import { useTranslation } from "react-i18next";
import type { Reading } from "@/shared/live/wallboard-entities";
import { valueText } from "./model/tiles";
import styles from "./wallboard.module.css";

const QUARTERS_AN_HOUR = 4;
const LEAST_HOURS = 4;

/** The hours worth showing: from an hour before the first value. */
function shownFrom(points: readonly (number | null)[]): number {
  const first = points.findIndex((point) => point !== null && point > 0);
  const latest = Math.max(0, points.length - LEAST_HOURS * QUARTERS_AN_HOUR);
  return first < 0 ? latest : Math.max(0, Math.min(first - QUARTERS_AN_HOUR, latest));
}

/** Lines between values; where nothing could be told the line is broken. */
function pathOf(points: readonly (number | null)[], most: number): string {
  const step = 100 / Math.max(1, points.length - 1);
  let isDown = false;
  return points
    .map((point, index) => {
      if (point === null) {
        isDown = false;
        return "";
      }
      const command = isDown ? "L" : "M";
      isDown = true;
      return `${command}${(index * step).toFixed(2)} ${(100 - (100 * point) / most).toFixed(2)}`;
    })
    .filter(Boolean)
    .join(" ");
}

export function Trend({ points, unit }: { points: readonly (number | null)[]; unit: Reading["unit"] }) {
  const { t } = useTranslation();
  const from = shownFrom(points);
  const shown = points.slice(from);
  const values = shown.filter((point): point is number => point !== null);
  const most = unit === "percent" ? 100 : Math.max(1, ...values);
  const hour = String(Math.floor(from / QUARTERS_AN_HOUR)).padStart(2, "0");
  return (
    <div className={styles["trend"]}>
      <svg
        viewBox="0 -2 100 104"
        preserveAspectRatio="none"
        role="img"
        aria-label={t("wallboard.trend_of_day")}
      >
        <path d="M0 100 H100" className={styles["axis"]} />
        <path d={pathOf(shown, most)} className={styles["line"]} vectorEffect="non-scaling-stroke" />
      </svg>
      <p className={styles["scale"]}>
        <span>{hour}:00</span>
        <span>
          {t("wallboard.most", { value: valueText(unit, values.length ? Math.max(...values) : null) })}
        </span>
        <span>{t("wallboard.now")}</span>
      </p>
    </div>
  );
}
