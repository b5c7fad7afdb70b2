/** What is asked for less as the wait goes on: steps in the order of their time. */
import { Button, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { Part, PartFault } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import type { Control } from "./control";
import { Labelled } from "./labelled";
import { nextStep, type RelaxationStep } from "./model/relaxation";
import { OverflowInput } from "./overflow-input";
import styles from "./queue-editor.module.css";

const MOST_STEPS = 10;

export function RelaxationField({ value = [], onChange }: Control<RelaxationStep[]>) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<RelaxationStep>) =>
    onChange?.(value.map((step, index) => (index === at ? { ...step, ...part } : step)));
  return (
    <div className={styles["rows"]}>
      {value.length === 0 && <p className={styles["soft"]}>{t("queue_editor.no_steps")}</p>}
      {value.map((step, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id; all state is in `value`
          key={index}
          className={styles["step"]}
          aria-label={t("queue_editor.step", { number: index + 1 })}
        >
          <header className={styles["head"]}>
            <strong>{t("queue_editor.step", { number: index + 1 })}</strong>
            <Button
              type="text"
              icon={<Icon name="cross" size={17} />}
              aria-label={t("queue_editor.remove_step", { number: index + 1 })}
              onClick={() => onChange?.(value.filter((_, other) => other !== index))}
            />
          </header>
          <Part name={index}>
            <PartFault name="" />
            <StepFields step={step} onChange={(part) => change(index, part)} />
          </Part>
        </section>
      ))}
      {value.length < MOST_STEPS && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => onChange?.([...value, nextStep(value)])}
          >
            {t("queue_editor.add_step")}
          </Button>
        </span>
      )}
    </div>
  );
}

interface StepProps {
  step: RelaxationStep;
  onChange: (part: Partial<RelaxationStep>) => void;
}

function StepFields({ step, onChange }: StepProps) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const skills = useChoices("/v1/skills");
  const number = (key: "after_s" | "lower_levels_by" | "raise_priority_by", least: number, most: number) => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <NumberInput
        min={least}
        max={most}
        precision={0}
        value={step[key]}
        {...(key === "after_s" ? { suffix: t("catalogue.unit_seconds") } : {})}
        onChange={(next) => onChange({ [key]: next })}
      />
    </Labelled>
  );
  const condition = (key: "if_waiting_over" | "if_expected_wait_over_s", least: number) => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <NumberInput
        min={least}
        max={key === "if_waiting_over" ? 1_000_000 : 86_400}
        precision={0}
        value={step[key]}
        placeholder="–"
        {...(key === "if_waiting_over" ? {} : { suffix: t("catalogue.unit_seconds") })}
        onChange={(next) => onChange({ [key]: next })}
      />
    </Labelled>
  );
  const toggle = (key: "drop_language" | "drop_team") => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <Switch checked={step[key]} onChange={(is) => onChange({ [key]: is })} />
    </Labelled>
  );
  const many = (key: "drop_skills" | "add_queues", options: typeof queues) => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <Select
        mode="multiple"
        value={step[key]}
        options={options}
        optionFilterProp="label"
        placeholder={t("form.none")}
        notFoundContent={t("catalogue.nothing_to_choose")}
        onChange={(next: string[]) => onChange({ [key]: next })}
      />
    </Labelled>
  );
  return (
    <div className={styles["grid"]}>
      {number("after_s", 1, 86_400)}
      {condition("if_waiting_over", 0)}
      {condition("if_expected_wait_over_s", 1)}
      {number("lower_levels_by", 0, 9)}
      {number("raise_priority_by", 0, 9)}
      {many("drop_skills", skills)}
      {many("add_queues", queues)}
      {toggle("drop_language")}
      {toggle("drop_team")}
      <div className={`${styles["labelled"]} ${styles["whole"]}`}>
        <span>{t("queue_editor.overflow")}</span>
        <Part name="overflow">
          <OverflowInput
            label={t("queue_editor.overflow")}
            value={step.overflow}
            onChange={(overflow) => onChange({ overflow })}
          />
        </Part>
      </div>
    </div>
  );
}
