/** What the signed-in agent has still to do, and what was done last. */
import { useMutation } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changeOwnTask } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { AgentTask } from "@/shared/live/entities";
import { useEntities, useMe } from "@/shared/live/use-live";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { doneTasks, openTasks } from "./model/task-order";
import { NoteTask } from "./note-task";
import { TaskFacts } from "./task-facts";
import { TaskForm } from "./task-form";
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
      {open.length === 0 && (
        <EmptyHint title={t("tasks.none")}>
          <p>{t("tasks.none_hint")}</p>
        </EmptyHint>
      )}
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
  const [isOpen, setIsOpen] = useState(false);
  const change = useMutation({
    mutationFn: (body: { text: string; due_at: string | null }) =>
      answered(changeOwnTask({ path: { task_id: task.id }, body })),
    onSuccess: () => setIsOpen(false),
  });
  const form = (
    <TaskForm
      start={task}
      whenLabel={t("tasks.when")}
      saveLabel={t("tasks.save")}
      isBusy={change.isPending}
      error={change.error && <Notice tone="danger">{explain(change.error)}</Notice>}
      onSave={change.mutate}
    />
  );
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={setIsOpen} destroyOnHidden>
      <Button
        type="text"
        icon={<Icon name="pen" size={17} />}
        aria-label={t("tasks.edit", { text: task.text })}
      />
    </Popover>
  );
}
