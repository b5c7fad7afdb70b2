/** Who waits now, in the order in which they will be served. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Waiting } from "@/shared/live/floor-entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./board.module.css";
import { type Open, OpeningName } from "./opening-name";

// A page that draws a thousand waiting callers helps nobody; the head of the line does.
const MOST_SHOWN = 100;

const byPlace = (one: Waiting, other: Waiting) =>
  one.queue.name.localeCompare(other.queue.name) || one.position - other.position;

export function WaitingBoard({ onOpen }: { onOpen: Open }) {
  const { t } = useTranslation();
  const waiting = useEntityList("waiting", byPlace);
  const isKnown = useHasSnapshot();
  return (
    <Panel
      title={t("board.waiting")}
      extra={<span className={`${styles["count"]} figures`}>{waiting.length}</span>}
    >
      {isKnown && waiting.length === 0 && <EmptyHint title={t("board.nobody_waiting")} />}
      <ol className={styles["waiting"]}>
        {waiting.slice(0, MOST_SHOWN).map((one) => (
          <WaitingRow key={one.id} waiting={one} onOpen={onOpen} />
        ))}
      </ol>
    </Panel>
  );
}

const WaitingRow = memo(function WaitingRow({ waiting, onOpen }: { waiting: Waiting; onOpen: Open }) {
  const { t } = useTranslation();
  const { customer } = waiting;
  const name = customer.name || customer.number || t("customer.unknown");
  return (
    <li className={styles["caller"]}>
      <span className={`${styles["place"]} figures`}>{waiting.position}</span>
      <OpeningName name={name} onOpen={onOpen && (() => onOpen(waiting.id, name))} />
      <ElapsedTime since={waiting.since} className={styles["since"] ?? ""} />
      <span className={styles["state"]}>
        {waiting.queue.name}
        {waiting.priority > 0 && ` · ${t("board.priority")} ${waiting.priority}`}
      </span>
    </li>
  );
});
