/** All queues at a glance, live. Rows are memoised: one queue's change renders one row. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { QueueFigures } from "@/shared/live/entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./board.module.css";

const byName = (one: QueueFigures, other: QueueFigures) => one.name.localeCompare(other.name);
const COLUMNS = ["waiting_count", "longest", "ready", "busy", "offered", "answered", "abandoned", "in_time"] as const;

function inTime(queue: QueueFigures): string {
  const ended = queue.answered + queue.abandoned;
  return ended === 0 ? "–" : `${Math.round((100 * queue.answered_in_target) / ended)} %`;
}

export function QueueBoard() {
  const { t } = useTranslation();
  const queues = useEntityList("queue", byName);
  const isKnown = useHasSnapshot();
  return (
    <Panel title={t("board.queues")}>
      {isKnown && queues.length === 0 && <EmptyHint title={t("board.no_queues")} />}
      {queues.length > 0 && (
        <div role="table" aria-label={t("board.queues")} className={`${styles["grid"]} ${styles["queues"]}`}>
          <div role="row" className={styles["head"]}>
            <span role="columnheader">{t("board.queue")}</span>
            {COLUMNS.map((column) => <span key={column} role="columnheader">{t(`board.${column}`)}</span>)}
          </div>
          {queues.map((queue) => <QueueRow key={queue.id} queue={queue} />)}
        </div>
      )}
    </Panel>
  );
}

const QueueRow = memo(function QueueRow({ queue }: { queue: QueueFigures }) {
  const { t } = useTranslation();
  const cells: Record<(typeof COLUMNS)[number], React.ReactNode> = {
    waiting_count: queue.waiting,
    longest: queue.longest_waiting_since ? <ElapsedTime since={queue.longest_waiting_since} /> : "–",
    ready: queue.ready_agents,
    busy: queue.busy_agents,
    offered: queue.offered,
    answered: queue.answered,
    abandoned: queue.abandoned,
    in_time: inTime(queue),
  };
  return (
    <div role="row" className={styles["row"]}>
      <span role="cell" className={styles["name"]}>{queue.name}</span>
      {COLUMNS.map((column) => (
        <span
          key={column} role="cell" data-label={t(`board.${column}`)}
          className={`figures ${column === "waiting_count" && queue.waiting > 0 ? styles["alert"] : ""}`}
        >
          {cells[column]}
        </span>
      ))}
    </div>
  );
});
