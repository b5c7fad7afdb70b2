/** Fields of a step that are maps: ways by digit, meanings of digits, levels by skill. */
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { Box } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./flow-steps-field.module.css";
import { TargetSelect } from "./target-select";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];
const USUAL_LEVEL = 5;

interface MapProps<T> {
  value: Record<string, T>;
  onChange: (value: Record<string, T>) => void;
}

function without<T>(value: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
}

interface ChoicesProps extends MapProps<string> {
  ids: readonly string[];
}

export function ChoicesInput({ value, ids, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const free = DIGITS.filter((digit) => !(digit in value));
  return (
    <div className={styles["rows"]}>
      {DIGITS.filter((digit) => digit in value).map((digit) => (
        <div key={digit} className={styles["row"]}>
          <span>{t("step.digit", { digit })}</span>
          <Box name={digit}>
            <TargetSelect
              label={t("step.digit", { digit })}
              value={value[digit] ?? null}
              ids={ids}
              onChange={(to) => onChange({ ...value, [digit]: to ?? "" })}
            />
          </Box>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${digit}`}
            onClick={() => onChange(without(value, digit))}
          />
        </div>
      ))}
      {free[0] !== undefined && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => onChange({ ...value, [free[0] as string]: "" })}
          >
            {t("step.add_digit")}
          </Button>
        </span>
      )}
    </div>
  );
}

interface LabelsProps extends MapProps<string> {
  digits: readonly string[];
}

/** What the digits mean to people. */
export function LabelsInput({ value, digits, onChange }: LabelsProps) {
  const { t } = useTranslation();
  if (digits.length === 0) return <span>{t("step.labels_none")}</span>;
  return (
    <div className={styles["rows"]}>
      {DIGITS.filter((digit) => digits.includes(digit)).map((digit) => (
        <div key={digit} className={styles["said"]}>
          <span>{t("step.digit", { digit })}</span>
          <Box name={digit}>
            <Input
              maxLength={80}
              aria-label={`${t("step.field.labels")}: ${digit}`}
              value={value[digit] ?? ""}
              onChange={({ target }) =>
                onChange(target.value ? { ...value, [digit]: target.value } : without(value, digit))
              }
            />
          </Box>
        </div>
      ))}
    </div>
  );
}

export function SkillsInput({ value, onChange }: MapProps<number>) {
  const { t } = useTranslation();
  const choices = useChoices("/v1/skills");
  const nameOf = (id: string) => choices.find((choice) => choice.value === id)?.label ?? "…";
  return (
    <div className={styles["rows"]}>
      {Object.entries(value).map(([skill, level]) => (
        <div key={skill} className={styles["row"]}>
          <span>{nameOf(skill)}</span>
          <Box name={skill}>
            <NumberInput
              min={1}
              max={10}
              precision={0}
              value={level}
              aria-label={t("catalogue.level_of", { name: nameOf(skill) })}
              onChange={(next) => onChange({ ...value, [skill]: next ?? USUAL_LEVEL })}
            />
          </Box>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${nameOf(skill)}`}
            onClick={() => onChange(without(value, skill))}
          />
        </div>
      ))}
      <Select
        value={null}
        aria-label={t("catalogue.add_skill")}
        placeholder={t("catalogue.add_skill")}
        showSearch
        optionFilterProp="label"
        options={choices.filter((choice) => !(choice.value in value))}
        notFoundContent={t("catalogue.nothing_to_choose")}
        onChange={(skill: string | null) => skill && onChange({ ...value, [skill]: USUAL_LEVEL })}
      />
    </div>
  );
}
