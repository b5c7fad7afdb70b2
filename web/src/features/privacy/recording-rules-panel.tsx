/** Which conversations are recorded: rules in their order, published as versions, undone by one click. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getRecordingRules, restoreRecordingRules, saveRecordingRules } from "@/shared/api/generated/sdk.gen";
import type { RecordingRuleBody, RecordingRulesShown } from "@/shared/api/generated/types.gen";
import { explain, faultsIn } from "@/shared/api/problems";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./privacy.module.css";
import { RecordingRuleCard } from "./recording-rule-card";

const KEY = ["recording-rules"];
const SHOWN = 10;

function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const one = list[index];
  const to = index + by;
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(index, 1).toSpliced(to, 0, one);
}

export function RecordingRulesPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const shown = useQuery({ queryKey: KEY, queryFn: () => answered(getRecordingRules()) }).data;
  const [edited, setEdited] = useState<RecordingRuleBody[] | null>(null);
  const done = (next: RecordingRulesShown) => {
    queries.setQueryData(KEY, next);
    setEdited(null);
  };
  const save = useMutation({
    mutationFn: (rules: RecordingRuleBody[]) =>
      answered(saveRecordingRules({ body: { version: shown?.version ?? 0, rules } })),
    onSuccess: done,
  });
  const restore = useMutation({
    mutationFn: (number: number) => answered(restoreRecordingRules({ body: { number } })),
    onSuccess: done,
  });
  if (!shown) return null;
  const rules = edited ?? shown.rules;
  const add = () => setEdited([...rules, { id: crypto.randomUUID(), name: t("admission.new_rule") }]);
  const problem = save.error ?? restore.error;
  const discard = () => {
    setEdited(null);
    save.reset();
  };
  return (
    <Panel
      className={styles["panel"]}
      title={t("privacy.rules")}
      extra={mayEdit && <Button onClick={add}>{t("admission.add_rule")}</Button>}
    >
      <p className={styles["lead"]}>{t("privacy.rules_lead")}</p>
      {rules.length === 0 && (
        <EmptyHint title={t("privacy.no_rules")}>{t("privacy.no_rules_hint")}</EmptyHint>
      )}
      <ol className={styles["rules"]}>
        {rules.map((rule, index) => (
          <RecordingRuleCard
            key={rule.id}
            rule={rule}
            mayEdit={mayEdit}
            faults={faultsIn(save.error, `rules.${index}`)}
            onChange={(next) => setEdited(rules.with(index, next))}
            onMove={(by) => setEdited(moved(rules, index, by))}
            onRemove={() => setEdited(rules.toSpliced(index, 1))}
          />
        ))}
      </ol>
      {problem && <Notice tone="danger">{explain(problem)}</Notice>}
      {edited && (
        <div className={styles["row"]}>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(edited)}>
            {t("admission.publish")}
          </Button>
          <Button onClick={discard}>{t("admission.discard")}</Button>
        </div>
      )}
      <PastVersions shown={shown} mayEdit={mayEdit} isBusy={restore.isPending} onRestore={restore.mutate} />
    </Panel>
  );
}

interface PastProps {
  shown: RecordingRulesShown;
  mayEdit: boolean;
  isBusy: boolean;
  onRestore: (number: number) => void;
}

function PastVersions({ shown, mayEdit, isBusy, onRestore }: PastProps) {
  const { t } = useTranslation();
  const when = useWhen();
  if (shown.version === 0) return null;
  return (
    <section className={styles["stack"]}>
      <div className={styles["head"]}>
        <h3>{t("admission.versions")}</h3>
        {mayEdit && (
          <Button loading={isBusy} onClick={() => onRestore(shown.version - 1)}>
            {t("admission.undo")}
          </Button>
        )}
      </div>
      <ul className={styles["versions"]}>
        {shown.versions.slice(0, SHOWN).map((one) => (
          <li key={one.number}>
            <span>
              {t("admission.version", { number: one.number })} · {when.moment(one.valid_from)}
              {one.restores !== null && ` · ${t("admission.restores", { number: one.restores })}`}
            </span>
            {one.is_in_force && <span className={styles["in_force"]}>{t("admission.in_force")}</span>}
            {mayEdit && one.number !== shown.version && (
              <Button size="small" disabled={isBusy} onClick={() => onRestore(one.number)}>
                {t("admission.restore")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
