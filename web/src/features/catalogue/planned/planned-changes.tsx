/** The changes to come of one kind of record, and those that could not be made when their time had come. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Kind } from "@/features/catalogue/model/kind";
import { RecordChanges } from "@/features/catalogue/record-changes";
import { answered } from "@/shared/api/client";
import { cancelPlannedChange, listPlannedChanges } from "@/shared/api/generated/sdk.gen";
import type { PlannedChangeShown } from "@/shared/api/generated/types.gen";
import { useRecords } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { useHidden } from "@/shared/removal/pending-removals";
import { useUndoableRemoval } from "@/shared/removal/use-undoable-removal";
import { serverNow } from "@/shared/time/server-clock";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import { useAct } from "@/shared/ui/use-act";
import styles from "./planned-changes.module.css";

export const PLANS = "planned-changes";
// A change that was made is gone from the list, and its record is another one.
const LOOK_AGAIN_MS = 15_000;
// Above the time in which a removal can be undone, with what an answer may take.
const CLOSE_MS = 30_000;

export function PlannedChanges({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const path = kind.path.slice("/v1/".length);
  const list = useQuery({
    queryKey: [PLANS],
    queryFn: () => answered(listPlannedChanges()),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const hidden = useHidden();
  const mine = list.data?.items.filter((plan) => plan.kind === path && !hidden.has(plan.id)) ?? [];
  if (mine.length === 0) return null;
  return (
    <Panel title={t("catalogue.plans")}>
      <p className={styles["lead"]}>{t("catalogue.plans_lead")}</p>
      <ul className={styles["plans"]}>
        {mine.map((plan) => (
          <PlannedLine key={plan.id} kind={kind} plan={plan} />
        ))}
      </ul>
    </Panel>
  );
}

function PlannedLine({ kind, plan }: { kind: Kind; plan: PlannedChangeShown }) {
  const { t } = useTranslation();
  const when = useWhen();
  const stored = useRecords(kind.path).find(({ id }) => id === plan.item_id);
  const queries = useQueryClient();
  const remove = useUndoableRemoval();
  const fields = listOf(Object.keys(plan.changes).map((key) => serverText(`field.${key}`)));
  const isRefused = plan.refusal !== null;
  const done = t(isRefused ? "catalogue.plan_put_away_done" : "catalogue.plan_cancelled", {
    name: plan.name,
  });
  const send = () => answered(cancelPlannedChange({ path: { plan_id: plan.id } }));
  const after = () => queries.invalidateQueries({ queryKey: [PLANS] });
  const now = useAct(() => send().finally(after), done);
  const cancel = () => {
    // It would be made while the cancelling could still be undone.
    const isClose = !isRefused && Date.parse(plan.at) - serverNow() < CLOSE_MS;
    if (!isClose) remove({ id: plan.id, name: plan.name, title: done, remove: send, after });
    else if (!now.isPending) now.mutate(undefined);
  };
  return (
    <li>
      <strong>{plan.name}</strong>
      <div className={styles["what"]}>
        {t("catalogue.planned", { fields, moment: when.moment(plan.at) })}
        {stored && <RecordChanges kind={kind} before={stored} after={{ ...stored, ...plan.changes }} />}
        {isRefused && (
          <span className={styles["refused"]}>{t("catalogue.plan_refused", { reason: plan.refusal })}</span>
        )}
      </div>
      <Button
        size="small"
        aria-label={t(isRefused ? "catalogue.plan_put_away_of" : "catalogue.plan_cancel_of", {
          name: plan.name,
        })}
        loading={now.isPending}
        onClick={cancel}
      >
        {t(isRefused ? "catalogue.plan_put_away" : "catalogue.plan_cancel")}
      </Button>
    </li>
  );
}
