/** What was handled in each hour of a day, as bars. */
import { useTranslation } from "react-i18next";
import { workedHours } from "./model/goal";
import styles from "./own-day.module.css";

const BAR = 12;
const GAP = 4;
const HEIGHT = 44;

export function Hours({ byHour }: { byHour: readonly number[] }) {
  const { t } = useTranslation();
  const hours = workedHours(byHour);
  if (hours.length === 0) return null;
  const most = Math.max(...hours.map(({ count }) => count));
  const told = hours.filter(({ count }) => count > 0);
  const text = told.map(({ hour, count }) => t("own_day.hour", { from: hour, count })).join(", ");
  return (
    <figure className={styles["hours"]}>
      <figcaption className={styles["soft"]}>{t("own_day.hours")}</figcaption>
      <svg
        role="img"
        aria-label={`${t("own_day.hours")}: ${text}`}
        viewBox={`0 0 ${hours.length * (BAR + GAP) - GAP} ${HEIGHT}`}
        preserveAspectRatio="xMinYMax meet"
      >
        {hours.map(({ hour, count }, place) => {
          const height = count === 0 ? 1 : Math.max(4, (count / most) * (HEIGHT - 14));
          const x = place * (BAR + GAP);
          return (
            <g key={hour}>
              <rect
                x={x}
                y={HEIGHT - 12 - height}
                width={BAR}
                height={height}
                rx="1.5"
                className={styles["part"]}
              />
              <text x={x + BAR / 2} y={HEIGHT - 2} className={styles["tick"]}>
                {hour}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
