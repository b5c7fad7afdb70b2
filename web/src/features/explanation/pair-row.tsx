/** One pair: who, the reason why not now, and everything that would connect the two. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import styles from "./explanation.module.css";
import { type Obstacle, sayChange, sayReason } from "./model/say";

interface Props {
  name: string;
  beside: ReactNode;
  obstacles: readonly Obstacle[];
}

export function PairRow({ name, beside, obstacles }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const [first, ...others] = obstacles;
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
          {[first, ...others].map((one) => {
            const change = sayChange(t, one);
            return change ? (
              <li key={`${one.reason}${one.subject?.id ?? ""}${one.agent?.id ?? ""}`}>
                <Icon name="plus" size={15} /> {change}
              </li>
            ) : null;
          })}
        </ul>
      )}
    </li>
  );
}
