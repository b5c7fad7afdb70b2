/** What an agent has to do, as a supervisor sees it; and another task for the agent. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { giveTask, listAgentTasks, withdrawTask } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { openTasks } from "./model/task-order";
import { TaskFacts } from "./task-facts";
import { type Noted, TaskForm } from "./task-form";
import styles from "./tasks.module.css";

// The agent works on them meanwhile.
const REFRESH_MS = 10_000;
const keyOf = (agentId: string) => ["floor", "tasks", agentId];

interface Props {
  agentId: string;
  name: string;
}

export function AgentTasks({ agentId, name }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: keyOf(agentId),
    queryFn: () => answered(listAgentTasks({ path: { agent_id: agentId } })),
    refetchInterval: REFRESH_MS,
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => answered(withdrawTask({ path: { agent_id: agentId, task_id: id } })),
    onSuccess: () => void message.success(t("tasks.withdrawn")),
    onError: (error) => void message.error(explain(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(agentId) }),
  });
  const open = openTasks(list.data?.items ?? []);
  return (
    <div className={styles["given"]}>
      {list.error && <Notice tone="danger">{explain(list.error)}</Notice>}
      {list.isSuccess && open.length === 0 && <p className={styles["soft"]}>{t("tasks.none")}</p>}
      <ul className={styles["list"]}>
        {open.map((task) => (
          <li key={task.id}>
            <TaskFacts task={task} />
            <Popconfirm
              title={t("tasks.withdraw_sure")}
              okText={t("tasks.withdraw_yes")}
              onConfirm={() => withdraw.mutate(task.id)}
            >
              <Button
                type="text"
                icon={<Icon name="bin" size={17} />}
                aria-label={t("tasks.withdraw", { text: task.text })}
              />
            </Popconfirm>
          </li>
        ))}
      </ul>
      <GiveTask agentId={agentId} name={name} />
    </div>
  );
}

function GiveTask({ agentId, name }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const give = useMutation({
    mutationFn: (body: Noted) => answered(giveTask({ path: { agent_id: agentId }, body })),
    onSuccess: () => {
      setIsOpen(false);
      void message.success(t("tasks.given", { name }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(agentId) }),
  });
  const form = (
    <TaskForm
      whenLabel={t("tasks.when_their")}
      saveLabel={t("tasks.give")}
      isBusy={give.isPending}
      error={give.error && <Notice tone="danger">{explain(give.error)}</Notice>}
      onSave={give.mutate}
    />
  );
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={setIsOpen} destroyOnHidden>
      <Button icon={<Icon name="plus" size={17} />}>{t("tasks.give")}</Button>
    </Popover>
  );
}
