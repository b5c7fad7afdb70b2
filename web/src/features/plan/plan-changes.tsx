/** The last changes of the plan: who made them, and the way back from each. */
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listPlanChanges } from "@/shared/api/generated/sdk.gen";
import type { PlanChangeView } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useRecords } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import styles from "./import-plan.module.css";
import { PLAN_KEY, useUndo } from "./use-plan-acts";

export function PlanChanges() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("plan.changes")}</Button>
      <Drawer
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={t("plan.changes_title")}
        size={520}
        destroyOnHidden
      >
        <Changes />
      </Drawer>
    </>
  );
}

function Changes() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: [...PLAN_KEY, "changes"], queryFn: () => answered(listPlanChanges()) });
  if (list.error) return <Notice tone="danger">{explain(list.error)}</Notice>;
  if (!list.data) return <EmptyHint title={t("page.loading")} />;
  if (list.data.items.length === 0)
    return (
      <EmptyHint title={t("plan.no_changes")}>
        <p>{t("plan.no_changes_hint")}</p>
      </EmptyHint>
    );
  return (
    <ol className={styles["changes"]}>
      {list.data.items.map((change) => (
        <Change key={change.id} change={change} />
      ))}
    </ol>
  );
}

function Change({ change }: { change: PlanChangeView }) {
  const { t } = useTranslation();
  const when = useWhen();
  const undo = useUndo();
  const users = useRecords("/v1/users");
  const by = users.find(({ id }) => id === change.by)?.name;
  const more = change.agent_count - change.agents.length;
  const who = listOf(more > 0 ? [...change.agents, t("plan.others", { count: more })] : change.agents);
  return (
    <li>
      <div>
        <p>
          {t(`plan.source.${change.source}`)}
          {who && ` · ${who}`}
        </p>
        <p>
          {[
            t("plan.counts", { saved: change.saved, removed: change.removed }),
            when.moment(change.at),
            by,
            change.is_undone && t("plan.is_undone"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {change.may_undo && (
        <Button loading={undo.isPending} onClick={() => undo.mutate(change.id)}>
          {t("plan.undo")}
        </Button>
      )}
    </li>
  );
}
