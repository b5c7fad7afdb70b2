/** The rules in their order: edited together, published as one version, undone by one click. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getRules, restoreRules, saveRules } from "@/shared/api/generated/sdk.gen";
import type { RuleBody, RulesShown } from "@/shared/api/generated/types.gen";
import { useNameOf } from "@/shared/api/names";
import { faultsIn } from "@/shared/api/problems";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { moved, newRule } from "./model/rules";
import { rulesTold } from "./model/told";
import { Publishing } from "./publishing";
import { RuleCard } from "./rule-card";

const KEY = ["admission", "rules"];

const NAMED = ["/v1/queues", "/v1/flows", "/v1/agents", "/v1/skills"];

interface Change {
  rules: RuleBody[];
  from: string | null;
}

export function RuleEditor({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNameOf(NAMED);
  const { shown, edited, setEdited, save, restore } = useEdition<RulesShown, RuleBody[], Change>(KEY, {
    load: () => answered(getRules()),
    save: ({ rules, from }, version) =>
      answered(saveRules({ body: { version: version ?? 0, rules, valid_from: from } })),
    restore: (number) => answered(restoreRules({ body: { number } })),
  });
  if (!shown) return null;
  const rules = edited ?? shown.rules;
  const change = (index: number, rule: RuleBody) => setEdited(rules.with(index, rule));
  return (
    <>
      <Panel
        className={styles["panel"]}
        title={t("admission.rules")}
        extra={
          mayEdit && (
            <Button onClick={() => setEdited([...rules, newRule(t("admission.new_rule"))])}>
              {t("admission.add_rule")}
            </Button>
          )
        }
      >
        <p className={styles["lead"]}>{t("admission.rules_lead")}</p>
        {rules.length === 0 && (
          <EmptyHint title={t("admission.no_rules")}>{t("admission.no_rules_hint")}</EmptyHint>
        )}
        <ol className={styles["rules"]}>
          {rules.map((rule, index) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              figures={shown.figures[rule.id]}
              faults={faultsIn(save.error, `rules.${index}`)}
              onChange={(next) => change(index, next)}
              onMove={(by) => setEdited(moved(rules, index, by))}
              onRemove={() => setEdited(rules.toSpliced(index, 1))}
            />
          ))}
        </ol>
        <Publishing
          problem={save.error ?? restore.error}
          isBusy={save.isPending}
          onPublish={edited && ((from) => save.mutate({ rules: edited, from }))}
          onDiscard={() => setEdited(null)}
        />
      </Panel>
      <Editions
        versions={shown.versions}
        told={(rules: RuleBody[]) => rulesTold(t, rules, nameOf)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}
