/** Parked customers: at which place, who, since when, and what the one who parked them wrote. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { placeText } from "@/shared/calls/parking-place";
import type { ParkedCall } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import styles from "./parked-list.module.css";

interface Props {
  calls: readonly ParkedCall[];
  /** What can be done about one. */
  acts?: (call: ParkedCall) => ReactNode;
}

export const byPlace = (one: ParkedCall, other: ParkedCall) => one.place - other.place;

export function ParkedList({ calls, acts }: Props) {
  const { t } = useTranslation();
  return (
    <ul className={styles["list"]}>
      {calls.map((call) => (
        <li key={call.id}>
          <span className={`${styles["place"]} figures`}>{placeText(call.place, call.place_name)}</span>
          <strong className={styles["who"]}>
            {call.customer.name || call.customer.number || t("customer.unknown")}
          </strong>
          <ElapsedTime since={call.since} className={styles["since"] ?? ""} />
          <span className={styles["soft"]}>
            {t("parking.by", { name: call.parked_by.name, queue: call.queue.name })}
            {call.is_rung && ` · ${t("parking.rung")}`}
          </span>
          {call.note && <span className={styles["note"]}>{call.note}</span>}
          {acts?.(call)}
        </li>
      ))}
    </ul>
  );
}
