/** The lists and the clock that tiles can show. */
import { type CSSProperties, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { TileContent } from "@/shared/live/wallboard-entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { currentSecond, onEachSecond, serverNow } from "@/shared/time/server-clock";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { amountOf, type FigureName, valueText } from "./model/tiles";
import styles from "./wallboard.module.css";

/** How many rows share the tile: few are written large, to be read from across the room. */
const sharedBy = (rows: readonly unknown[]) => ({ "--rows": rows.length }) as CSSProperties;

export function QueueList({ rows }: { rows: TileContent["queues"] }) {
  const { t } = useTranslation();
  const second = useSyncExternalStore(onEachSecond, currentSecond);
  const figures = rows[0]?.readings.map(({ figure }) => figure as FigureName) ?? [];
  if (rows.length === 0) return <p className={styles["none"]}>{t("board.no_queues")}</p>;
  return (
    <table className={styles["list"]} style={sharedBy(rows)}>
      <thead>
        <tr>
          <th scope="col">{t("board.queue")}</th>
          {figures.map((figure) => (
            <th key={figure} scope="col">
              {t(`figure.${figure}.short`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ queue, readings }) => (
          <tr key={queue.id}>
            <th scope="row">{queue.name}</th>
            {readings.map((reading) => (
              <td key={reading.figure} className="figures">
                {valueText(reading.unit, amountOf(reading, second))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function AgentList({ rows }: { rows: TileContent["agents"] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className={styles["none"]}>{t("wallboard.nobody_signed_in")}</p>;
  return (
    <ul className={styles["people"]} style={sharedBy(rows)}>
      {rows.map((agent) => (
        <li key={agent.id}>
          <span>{agent.name}</span>
          <AgentStateTag state={agent.state} />
          <ElapsedTime since={agent.since} />
        </li>
      ))}
    </ul>
  );
}

export function WaitingList({ rows }: { rows: TileContent["waiting"] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className={styles["none"]}>{t("wallboard.nobody_waits")}</p>;
  return (
    <ul className={styles["people"]} style={sharedBy(rows)}>
      {rows.map((one) => (
        <li key={`${one.queue_name} ${one.since}`}>
          <span>{one.queue_name}</span>
          <ElapsedTime since={one.since} />
        </li>
      ))}
    </ul>
  );
}

export function Clock() {
  const { i18n } = useTranslation();
  useSyncExternalStore(onEachSecond, currentSecond);
  const now = new Date(serverNow());
  return (
    <p className={styles["clock"]}>
      <time className="figures" dateTime={now.toISOString()}>
        {now.toLocaleTimeString(i18n.language, {
          hourCycle: "h23",
          hour: "2-digit",
          minute: "2-digit",
          second: "2-digit",
        })}
      </time>
      <span>{now.toLocaleDateString(i18n.language, { weekday: "long", day: "numeric", month: "long" })}</span>
    </p>
  );
}
