/** The rules in their order: edited together, published as one version, undone by one click. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getRules, restoreRules, saveRules } from "@/shared/api/generated/sdk.gen";
import type { RuleBody, RulesShown } from "@/shared/api/generated/types.gen";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { moved, newRule } from "./model/rules";
import { Publishing } from "./publishing";
import { RuleCard } from "./rule-card";
import { Versions } from "./versions";

const KEY = ["admission", "rules"];

export function RuleEditor({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const shown = useQuery({ queryKey: KEY, queryFn: () => answered(getRules()) }).data;
  const [edited, setEdited] = useState<RuleBody[] | null>(null);
  const done = (rules: RulesShown) => {
    queries.setQueryData(KEY, rules);
    setEdited(null);
  };
  const save = useMutation({
    mutationFn: ({ rules, from }: { rules: RuleBody[]; from: string | null }) =>
      answered(saveRules({ body: { version: shown?.version ?? 0, rules, valid_from: from } })),
    onSuccess: done,
  });
  const restore = useMutation({
    mutationFn: (number: number) => answered(restoreRules({ body: { number } })),
    onSuccess: done,
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
      <Versions
        versions={shown.versions}
        mayEdit={mayEdit}
        isBusy={restore.isPending}
        onRestore={(number) => restore.mutate(number)}
      />
    </>
  );
}
