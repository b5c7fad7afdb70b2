/** Changes of the plan: after each of them the week is read anew, and it can be undone at once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { createElement } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { undoPlanChange } from "@/shared/api/generated/sdk.gen";
import type { PlanChanged } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";

export const PLAN_KEY = ["plan"];
const OFFERED_S = 10;

export function useUndo() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answered(undoPlanChange({ path: { id } })),
    onSuccess: () => void message.success(t("plan.undone")),
    onError: (error) => void message.error(explain(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: PLAN_KEY }),
  });
}

/** Says what was done, with the way back beside it. */
export function useChanged() {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const queries = useQueryClient();
  const { mutate } = useUndo();
  return async (text: string, changed: PlanChanged) => {
    await queries.invalidateQueries({ queryKey: PLAN_KEY });
    const key = `plan-${changed.change_id}`;
    notification.success({
      key,
      title: text,
      duration: OFFERED_S,
      actions: createElement(
        Button,
        {
          onClick: () => {
            notification.destroy(key);
            mutate(changed.change_id);
          },
        },
        t("plan.undo"),
      ),
    });
  };
}
