/** A task in a list: what, for whom, when, and who asked. */
import { useTranslation } from "react-i18next";
import type { AgentTask } from "@/shared/live/entities";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import styles from "./tasks.module.css";

export function TaskFacts({ task }: { task: AgentTask }) {
  const { t } = useTranslation();
  const when = useWhen();
  const customer = task.customer_name || task.customer_number;
  return (
    <span className={styles["facts"]}>
      <span className={styles["text"]}>{task.text}</span>
      {task.due_at && (
        <span className={`${task.is_due ? styles["due"] : styles["soft"]} figures`}>
          <Icon name={task.is_due ? "bell" : "clock"} size={15} />{" "}
          {t(task.is_due ? "tasks.due_since" : "tasks.remind_at", { when: when.moment(task.due_at) })}
        </span>
      )}
      {customer && (
        <span className={styles["soft"]}>
          <Icon name="person" size={15} /> {customer}
        </span>
      )}
      {task.given_by && (
        <span className={styles["soft"]}>
          <Icon name="hand" size={15} /> {t("tasks.from", { name: task.given_by })}
        </span>
      )}
    </span>
  );
}
