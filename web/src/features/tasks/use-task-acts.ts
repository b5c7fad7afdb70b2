/** What an agent does with the own tasks; a refusal is said, what is done can be undone. */
import { App, Button } from "antd";
import { createElement, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changeOwnTask, finishOwnTask } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { AgentTask } from "@/shared/live/entities";
import { inMinutes } from "./model/reminder-times";

const LATER_MIN = 10;
const UNDO_S = 6;

export function useTaskActs() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const say = useCallback((error: unknown) => void message.error(explain(error)), [message]);
  const setDone = useCallback(
    (id: string, is_done: boolean) => answered(finishOwnTask({ path: { task_id: id }, body: { is_done } })),
    [],
  );
  const reopen = useCallback((id: string) => setDone(id, false).catch(say), [setDone, say]);
  const finish = useCallback(
    async (id: string) => {
      try {
        await setDone(id, true);
      } catch (error) {
        return say(error);
      }
      const undo = () => {
        message.destroy(`task-${id}`);
        void reopen(id);
      };
      const button = createElement(Button, { type: "link", size: "small", onClick: undo }, t("tasks.undo"));
      void message.success({
        key: `task-${id}`,
        duration: UNDO_S,
        content: createElement("span", null, t("tasks.is_done"), button),
      });
    },
    [setDone, say, reopen, message, t],
  );
  const putOff = useCallback(
    ({ id, text }: AgentTask) =>
      answered(
        changeOwnTask({ path: { task_id: id }, body: { text, due_at: inMinutes(LATER_MIN, new Date()) } }),
      ).catch(say),
    [say],
  );
  return { finish, reopen, putOff };
}
