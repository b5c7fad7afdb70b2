/** What the signed-in agent has still to do, and what was done last. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changeOwnTask } from "@/shared/api/generated/sdk.gen";
import type { AgentTask } from "@/shared/live/entities";
import { useEntities, useMe } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { doneTasks, openTasks } from "./model/task-order";
import { NoteTask } from "./note-task";
import { TaskDialog } from "./task-dialog";
import { TaskFacts } from "./task-facts";
import styles from "./tasks.module.css";
import { useTaskActs } from "./use-task-acts";

export function OwnTasks() {
  const { t } = useTranslation();
  const me = useMe();
  const tasks = Object.values(useEntities("task"));
  const open = openTasks(tasks);
  const done = doneTasks(tasks);
  const { reopen } = useTaskActs();
  if (!me) return null;
  return (
    <Panel title={t("tasks.title")} extra={<NoteTask label={t("tasks.add")} />}>
      {open.length === 0 && <p className={styles["soft"]}>{t("tasks.none_hint")}</p>}
      <ul className={styles["list"]}>
        {open.map((task) => (
          <OpenTask key={task.id} task={task} />
        ))}
      </ul>
      {done.length > 0 && (
        <details className={styles["done"]}>
          <summary>{t("tasks.done", { count: done.length })}</summary>
          <ul className={styles["list"]}>
            {done.map((task) => (
              <li key={task.id}>
                <TaskFacts task={task} />
                <Button
                  type="text"
                  icon={<Icon name="back" size={17} />}
                  aria-label={t("tasks.reopen", { text: task.text })}
                  onClick={() => void reopen(task.id)}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function OpenTask({ task }: { task: AgentTask }) {
  const { t } = useTranslation();
  const { finish } = useTaskActs();
  return (
    <li>
      <Button
        icon={<Icon name="check" size={17} />}
        aria-label={t("tasks.finish", { text: task.text })}
        onClick={() => void finish(task.id)}
      />
      <TaskFacts task={task} />
      <EditTask task={task} />
    </li>
  );
}

function EditTask({ task }: { task: AgentTask }) {
  const { t } = useTranslation();
  const name = t("tasks.edit", { text: task.text });
  return (
    <TaskDialog
      title={t("tasks.change")}
      saveLabel={t("tasks.save")}
      start={task}
      opener={(open) => (
        <Button type="text" icon={<Icon name="pen" size={17} />} aria-label={name} onClick={open} />
      )}
      save={({ text, due_at }) =>
        answered(changeOwnTask({ path: { task_id: task.id }, body: { text, due_at } }))
      }
    />
  );
}
