/** Which of the free agents gets a call. Points belong to one way of choosing only. */
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Control } from "./control";

const CHOICES = [
  "longest_ready",
  "longest_idle",
  "round_robin",
  "least_occupied",
  "highest_level",
  "fewest_handled",
  "weighted",
] as const;
type Choice = (typeof CHOICES)[number];

const FRESH_WEIGHTS = { idle_second: 1, level: 0, handled: 0, occupied_percent: 0 };

export function AgentChoiceField({ id, value, onChange }: Control<Choice>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  return (
    <Select
      {...(id ? { id } : {})}
      value={value ?? null}
      options={CHOICES.map((choice) => ({ value: choice, label: t(`agent_choice.${choice}`) }))}
      onChange={(next: Choice | null) => {
        form.setFieldValue("choice_weights", next === "weighted" ? FRESH_WEIGHTS : null);
        if (next) onChange?.(next);
      }}
    />
  );
}
