/** Which conversations are recorded: rules in their order, published as versions, undone by one click. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getRecordingRules, restoreRecordingRules, saveRecordingRules } from "@/shared/api/generated/sdk.gen";
import type { RecordingRuleBody, RecordingRulesShown } from "@/shared/api/generated/types.gen";
import { useNameOf } from "@/shared/api/names";
import { explain, faultsIn } from "@/shared/api/problems";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { recordingRulesTold } from "./model/told";
import styles from "./privacy.module.css";
import { RecordingRuleCard } from "./recording-rule-card";

const KEY = ["recording-rules"];
const NAMED = ["/v1/queues", "/v1/entry-points"];

function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const one = list[index];
  const to = index + by;
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(index, 1).toSpliced(to, 0, one);
}

export function RecordingRulesPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNameOf(NAMED);
  const { shown, edited, setEdited, save, restore } = useEdition<
    RecordingRulesShown,
    RecordingRuleBody[],
    RecordingRuleBody[]
  >(KEY, {
    load: () => answered(getRecordingRules()),
    save: (rules, version) => answered(saveRecordingRules({ body: { version: version ?? 0, rules } })),
    restore: (number) => answered(restoreRecordingRules({ body: { number } })),
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
    <>
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
      </Panel>
      <Editions
        versions={shown.versions}
        mayEdit={mayEdit}
        told={(said: RecordingRuleBody[]) => recordingRulesTold(t, said, nameOf)}
        restore={restore}
      />
    </>
  );
}
