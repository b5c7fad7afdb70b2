/** Today's figures of the queues one may see, live. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { QueueFigures as Figures } from "@/shared/live/floor-entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { spanText } from "@/shared/time/spans";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import styles from "./queue-figures.module.css";
import { useToldOfChange } from "./use-told-of-change";

const byName = (one: Figures, other: Figures) => one.name.localeCompare(other.name);

/** Share of answered-in-target among all that were answered or lost, in whole per cent. */
function serviceLevel(queue: Figures): number | null {
  const ended = queue.answered + queue.abandoned;
  return ended === 0 ? null : Math.round((100 * queue.answered_in_target) / ended);
}

interface Props {
  /** These are the queues one serves; whoever watches the centre sees all of them. */
  areServed: boolean;
}

export function QueueFigures({ areServed }: Props) {
  const { t } = useTranslation();
  const queues = useEntityList("queue", byName);
  const isKnown = useHasSnapshot();
  useToldOfChange(queues, isKnown && areServed);
  return (
    <Panel title={t("queues.title")}>
      {isKnown && queues.length === 0 && <EmptyHint title={t("queues.none")} />}
      <ul className={styles["list"]}>
        {queues.map((queue) => (
          <Row key={queue.id} queue={queue} />
        ))}
      </ul>
    </Panel>
  );
}

const Row = memo(function Row({ queue }: { queue: Figures }) {
  const { t } = useTranslation();
  const level = serviceLevel(queue);
  const span = spanText(queue.expected_wait_low_s, queue.expected_wait_high_s);
  return (
    <li className={styles["row"]}>
      <p className={styles["name"]}>{queue.name}</p>
      <p className={`${styles["waiting"]} ${queue.waiting > 0 ? styles["some"] : ""}`}>
        <span className="figures">{queue.waiting}</span> {t("queues.waiting")}
      </p>
      <p className={styles["detail"]}>
        <span>
          <Icon name="check" size={15} /> {t("queues.ready", { count: queue.ready_agents })}
        </span>
        <span>
          <Icon name="headset" size={15} /> {t("queues.busy", { count: queue.busy_agents })}
        </span>
        {level !== null && (
          <span title={t("queues.service_level_means", { seconds: queue.service_level_s })}>
            {t("queues.service_level", { level })}
          </span>
        )}
        {span && <span title={t("queues.expected_means")}>{t("queues.expected", { span })}</span>}
        {queue.longest_waiting_since && (
          <span className={styles["longest"]}>
            {t("queues.longest")} <ElapsedTime since={queue.longest_waiting_since} />
          </span>
        )}
      </p>
    </li>
  );
});
