/** Reminds of tasks that are due, and tells of those that somebody gave: wherever one is looking. */
import { App, Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AgentTask } from "@/shared/live/entities";
import { useEntities, useHasSnapshot } from "@/shared/live/use-live";
import styles from "./tasks.module.css";
import { useTaskActs } from "./use-task-acts";

interface Props {
  /** Makes itself heard, also when the page is not looked at. */
  onRemind: (title: string, body: string) => void;
}

const keyOf = (id: string) => `task-${id}`;

export function TaskReminders({ onRemind }: Props) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const { finish, putOff } = useTaskActs();
  const tasks = useEntities("task");
  const isKnown = useHasSnapshot();
  // A caller is waiting for an answer: on a small screen a reminder would lie on the button.
  const isRinging = Object.keys(useEntities("offer")).length > 0;
  const shown = useRef(new Set<string>());
  const told = useRef<Set<string> | null>(null);

  useEffect(() => {
    const due = isRinging ? [] : Object.values(tasks).filter((task) => task.is_due);
    for (const id of shown.current) {
      if (due.some((task) => task.id === id)) continue;
      shown.current.delete(id);
      notification.destroy(keyOf(id));
    }
    const remind = (task: AgentTask) => {
      shown.current.add(task.id);
      onRemind(t("tasks.reminder"), task.text);
      notification.warning({
        key: keyOf(task.id),
        title: t("tasks.reminder"),
        description: [task.text, task.customer_name || task.customer_number].filter(Boolean).join(" · "),
        duration: 0,
        closable: false,
        actions: (
          <span className={styles["acts"]}>
            <Button onClick={() => void putOff(task)}>{t("tasks.later")}</Button>
            <Button type="primary" onClick={() => void finish(task.id)}>
              {t("tasks.ready")}
            </Button>
          </span>
        ),
      });
    };
    for (const task of due) if (!shown.current.has(task.id)) remind(task);
  }, [tasks, isRinging, notification, onRemind, finish, putOff, t]);

  // What was there when the page came is no news.
  useEffect(() => {
    if (!isKnown) return;
    const isFirst = told.current === null;
    const known = told.current ?? new Set<string>();
    told.current = known;
    for (const task of Object.values(tasks)) {
      if (known.has(task.id)) continue;
      known.add(task.id);
      if (isFirst || !task.given_by || task.done_at !== null) continue;
      const title = t("tasks.new_from", { name: task.given_by });
      onRemind(title, task.text);
      notification.info({ key: `given-${task.id}`, title, description: task.text });
    }
  }, [tasks, isKnown, notification, onRemind, t]);
  return null;
}
