/** One pair: who, the reason why not now, and everything that would connect the two. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWhen } from "@/shared/time/use-when";
import styles from "./explanation.module.css";
import { changesFor, isOnlyOrder } from "./model/acts";
import { type Obstacle, sayReason } from "./model/say";
import { ProposedChange } from "./proposed-change";

interface Props {
  agentId: string;
  interactionId: string;
  name: string;
  beside: ReactNode;
  obstacles: readonly Obstacle[];
}

export function PairRow({ agentId, interactionId, name, beside, obstacles }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const [first] = obstacles;
  return (
    <li className={styles["pair"]}>
      <div className={styles["who"]}>
        <strong>{name}</strong>
        {beside}
      </div>
      {first ? (
        <p className={styles["reason"]}>
          {sayReason(t, first)}
          {first.until && <span> · {t("why.until", { time: when.exact(first.until) })}</span>}
        </p>
      ) : (
        <p className={styles["reason"]}>{t("why.ready")}</p>
      )}
      {first && (
        <ul className={styles["changes"]} aria-label={t("why.what_would_help")}>
          {changesFor(obstacles).map((one) => (
            <li key={`${one.reason}${one.change}${one.subject?.id ?? ""}${one.agent?.id ?? ""}`}>
              <ProposedChange
                obstacle={one}
                agentId={agentId}
                interactionId={interactionId}
                isFree={isOnlyOrder(obstacles)}
              />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
