/** What an agent has to do, as a supervisor sees it; and another task for the agent. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { giveTask, listAgentTasks, withdrawTask } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { openTasks } from "./model/task-order";
import { TaskDialog } from "./task-dialog";
import { TaskFacts } from "./task-facts";
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
  return (
    <TaskDialog
      title={t("tasks.give")}
      saveLabel={t("tasks.give")}
      whenLabel={t("tasks.when_their")}
      opener={(open) => (
        <Button icon={<Icon name="plus" size={17} />} onClick={open}>
          {t("tasks.give")}
        </Button>
      )}
      save={(body) => answered(giveTask({ path: { agent_id: agentId }, body }))}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: keyOf(agentId) });
        void message.success(t("tasks.given", { name }));
      }}
    />
  );
}
