/** One rule: its name, its condition, and what follows when it holds. */
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { RuleBody, RuleFiguresShown, TermsBody } from "@/shared/api/generated/types.gen";
import { useChoices } from "@/shared/api/records";
import styles from "./admission.module.css";
import { ConditionInput } from "./condition-input";

interface Props {
  rule: RuleBody;
  figures: RuleFiguresShown | undefined;
  onChange: (rule: RuleBody) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

const LANGUAGES = ["en", "zh-Hans", "zh-Hant", "yue"] as const;

function Terms({ terms, onChange }: { terms: TermsBody; onChange: (terms: TermsBody) => void }) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const flows = useChoices("/v1/flows");
  const agents = useChoices("/v1/agents");
  const choose = (
    label: string,
    key: "queue_id" | "flow_id" | "preferred_agent_id" | "language",
    options: { value: string; label: string }[],
  ) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={styles["field"]}>
      {label}
      <Select
        allowClear
        value={terms[key] ?? null}
        options={options}
        onChange={(value: string | null) => onChange({ ...terms, [key]: value ?? null })}
      />
    </label>
  );
  return (
    <div className={styles["row"]}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={`${styles["field"]} ${styles["narrow"]}`}>
        {t("admission.priority")}
        <InputNumber
          min={0}
          max={9}
          value={terms.priority ?? null}
          onChange={(priority) => onChange({ ...terms, priority })}
        />
      </label>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={`${styles["field"]} ${styles["narrow"]}`}>
        {t("admission.head_start")}
        <InputNumber
          min={0}
          max={86400}
          value={terms.head_start_s ?? 0}
          onChange={(seconds) => onChange({ ...terms, head_start_s: seconds ?? 0 })}
        />
      </label>
      {choose(t("admission.queue"), "queue_id", queues)}
      {choose(t("admission.flow"), "flow_id", flows)}
      {choose(t("admission.agent"), "preferred_agent_id", agents)}
      {choose(
        t("admission.language"),
        "language",
        LANGUAGES.map((one) => ({ value: one, label: t(`spoken.${one}`) })),
      )}
    </div>
  );
}

function Refusal({ rule, onChange }: { rule: RuleBody; onChange: (rule: RuleBody) => void }) {
  const { t, i18n } = useTranslation();
  const refusal = rule.refusal;
  if (!refusal) return null;
  return (
    <div className={styles["row"]}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={styles["field"]}>
        {t("admission.reason")}
        <Input
          value={refusal.reason}
          onChange={(event) => onChange({ ...rule, refusal: { ...refusal, reason: event.target.value } })}
        />
      </label>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={`${styles["field"]} ${styles["wide"]}`}>
        {t("admission.told")}
        <Input
          value={refusal.text?.[i18n.language] ?? ""}
          onChange={(event) => {
            const text = { ...refusal.text, [i18n.language]: event.target.value };
            onChange({ ...rule, refusal: { ...refusal, text } });
          }}
        />
      </label>
      <Checkbox
        checked={refusal.is_busy ?? false}
        onChange={(event) => onChange({ ...rule, refusal: { ...refusal, is_busy: event.target.checked } })}
      >
        {t("admission.busy")}
      </Checkbox>
    </div>
  );
}

export function RuleCard({ rule, figures, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <li className={styles["rule"]}>
      <div className={styles["head"]}>
        <Input
          aria-label={t("admission.rule_name")}
          value={rule.name}
          maxLength={100}
          onChange={(event) => onChange({ ...rule, name: event.target.value })}
        />
        <Checkbox
          checked={rule.is_active ?? true}
          onChange={(event) => onChange({ ...rule, is_active: event.target.checked })}
        >
          {t("admission.active")}
        </Checkbox>
        <Button size="small" onClick={() => onMove(-1)}>
          {t("admission.up")}
        </Button>
        <Button size="small" onClick={() => onMove(1)}>
          {t("admission.down")}
        </Button>
        <Button size="small" danger onClick={onRemove}>
          {t("admission.remove")}
        </Button>
      </div>
      <ConditionInput value={rule.when} onChange={(when) => onChange({ ...rule, when })} />
      <Select
        aria-label={t("admission.then")}
        value={rule.refusal ? "refuse" : "admit"}
        options={(["admit", "refuse"] as const).map((value) => ({
          value,
          label: t(`admission.${value}`),
        }))}
        onChange={(value) =>
          onChange({ ...rule, refusal: value === "refuse" ? { reason: "not_now" } : null })
        }
      />
      {rule.refusal ? (
        <Refusal rule={rule} onChange={onChange} />
      ) : (
        <Terms terms={rule.terms ?? {}} onChange={(terms) => onChange({ ...rule, terms })} />
      )}
      <div className={styles["head"]}>
        <span className={styles["soft"]}>{t("admission.matched", { number: figures?.matched ?? 0 })}</span>
        <Checkbox
          checked={rule.is_last ?? false}
          onChange={(event) => onChange({ ...rule, is_last: event.target.checked })}
        >
          {t("admission.is_last")}
        </Checkbox>
      </div>
      {figures && figures.failed !== undefined && figures.failed > 0 && (
        <p className={styles["wrong"]}>
          {t("admission.failed", { number: figures.failed, failure: figures.failure ?? "" })}
        </p>
      )}
    </li>
  );
}
