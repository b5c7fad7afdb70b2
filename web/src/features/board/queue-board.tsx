/** All queues at a glance, live. Rows are memoised: one queue's change renders one row. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { QueueFigures } from "@/shared/live/floor-entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { spanText } from "@/shared/time/spans";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { FirstStep } from "@/shared/ui/first-step";
import { Panel } from "@/shared/ui/panel";
import styles from "./board.module.css";

const byName = (one: QueueFigures, other: QueueFigures) => one.name.localeCompare(other.name);
const COLUMNS = [
  "waiting_count",
  "longest",
  "expected",
  "ready",
  "busy",
  "offered",
  "answered",
  "abandoned",
  "in_time",
] as const;

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
      {isKnown && queues.length === 0 && (
        <EmptyHint title={t("board.no_queues")}>
          <FirstStep kind="queues" permission="routing.queue.edit" text={t("board.add_queues")} />
        </EmptyHint>
      )}
      {queues.length > 0 && (
        <table className={styles["queues"]} aria-label={t("board.queues")}>
          <thead>
            <tr>
              <th scope="col">{t("board.queue")}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`board.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueRow key={queue.id} queue={queue} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const QueueRow = memo(function QueueRow({ queue }: { queue: QueueFigures }) {
  const { t } = useTranslation();
  const cells: Record<(typeof COLUMNS)[number], React.ReactNode> = {
    waiting_count: queue.waiting,
    longest: queue.longest_waiting_since ? <ElapsedTime since={queue.longest_waiting_since} /> : "–",
    expected: spanText(queue.expected_wait_low_s, queue.expected_wait_high_s) ?? "–",
    ready: queue.ready_agents,
    busy: queue.busy_agents,
    offered: queue.offered,
    answered: queue.answered,
    abandoned: queue.abandoned,
    in_time: inTime(queue),
  };
  const isAlert = (column: string) => column === "waiting_count" && queue.waiting > 0;
  return (
    <tr>
      <th scope="row" className={styles["name"]}>
        {queue.name}
      </th>
      {COLUMNS.map((column) => (
        <td
          key={column}
          data-label={t(`board.${column}`)}
          className={`figures ${isAlert(column) ? styles["alert"] : ""}`}
        >
          {cells[column]}
        </td>
      ))}
    </tr>
  );
});
