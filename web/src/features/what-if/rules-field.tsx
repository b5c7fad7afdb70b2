/** Other rules of some queues: which free agent gets a call, and whose turn it is. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import { FRESH_RULE, type QueueRule } from "./model/plan";
import styles from "./what-if.module.css";

// Points cannot be asked for here: they belong to a queue's own settings.
const CHOICES = [
  "longest_ready",
  "longest_idle",
  "round_robin",
  "least_occupied",
  "highest_level",
  "fewest_handled",
] as const;
const ORDERS = ["arrival", "service_level", "ratio"] as const;
const MOST_RULES = 20;

interface Props {
  value?: QueueRule[];
  onChange?: (rules: QueueRule[]) => void;
}

export function RulesField({ value = [], onChange }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const change = (at: number, part: Partial<QueueRule>) =>
    onChange?.(value.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  const taken = value.map(({ queue }) => queue);
  return (
    <div className={styles["rules"]}>
      {value.map((rule, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no id; all state is in `value`
          key={index}
          className={styles["rule"]}
        >
          <legend>{t("what_if.rule", { number: index + 1 })}</legend>
          <RuleFields
            rule={rule}
            queues={queues?.filter(({ value: id }) => id === rule.queue || !taken.includes(id))}
            onChange={(part) => change(index, part)}
          />
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={t("what_if.remove_rule", { number: index + 1 })}
            onClick={() => onChange?.(value.filter((_, other) => other !== index))}
          />
        </fieldset>
      ))}
      {value.length < MOST_RULES && (
        <Button icon={<Icon name="plus" size={17} />} onClick={() => onChange?.([...value, FRESH_RULE])}>
          {t("what_if.add_rule")}
        </Button>
      )}
    </div>
  );
}

interface FieldsProps {
  rule: QueueRule;
  queues: { value: string; label: string }[] | undefined;
  onChange: (part: Partial<QueueRule>) => void;
}

function RuleFields({ rule, queues, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles["fields"]}>
      <Select
        showSearch
        optionFilterProp="label"
        aria-label={t("what_if.queue")}
        placeholder={t("what_if.queue")}
        value={rule.queue}
        options={queues ?? []}
        onChange={(queue) => onChange({ queue })}
      />
      <Select<QueueRule["agent_choice"]>
        allowClear
        aria-label={t("what_if.agent_choice")}
        placeholder={t("what_if.agent_choice_as_it_was")}
        value={rule.agent_choice}
        options={CHOICES.map((value) => ({ value, label: t(`agent_choice.${value}`) }))}
        onChange={(agent_choice) => onChange({ agent_choice: agent_choice ?? null })}
      />
      <Select<QueueRule["order_by"]>
        allowClear
        aria-label={t("what_if.order_by")}
        placeholder={t("what_if.order_as_it_was")}
        value={rule.order_by}
        options={ORDERS.map((value) => ({ value, label: t(`order_by.${value}`) }))}
        onChange={(order_by) => onChange({ order_by: order_by ?? null })}
      />
      {rule.order_by === "ratio" && (
        <NumberInput
          min={1}
          max={10_000}
          precision={0}
          prefix={t("what_if.weight")}
          aria-label={t("what_if.weight")}
          className={styles["number"] ?? ""}
          value={rule.ratio_weight}
          onChange={(ratio_weight) => onChange({ ratio_weight: ratio_weight ?? FRESH_RULE.ratio_weight })}
        />
      )}
    </div>
  );
}
