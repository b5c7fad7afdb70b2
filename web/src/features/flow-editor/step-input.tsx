/** One field of a step. */
import { Input, Select, Switch } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { nameOfLanguage, SPOKEN_LANGUAGES } from "@/shared/i18n/languages";
import { serverText } from "@/shared/i18n/server-text";
import { clearing } from "@/shared/ui/clearing";
import { Box, Part } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import { TextsInput } from "@/shared/ui/texts-input";
import styles from "./flow-steps-field.module.css";
import { ChoicesInput, LabelsInput, SkillsInput } from "./map-inputs";
import type { StepField } from "./model/steps";
import { TargetSelect } from "./target-select";

/** What a box adds to the control in it. */
interface Marks {
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

interface Props extends Marks {
  field: StepField;
  value: unknown;
  ids: readonly string[];
  /** The digits that lead somewhere, for what says something of each. */
  digits: readonly string[];
  onChange: (value: unknown) => void;
}

export function StepInput(props: Props) {
  const { field } = props;
  const id = useId();
  const isGroup = ["texts", "choices", "labels", "skills"].includes(field.input);
  const label = serverText(`step.field.${field.key}`);
  return (
    <div
      className={styles["field"]}
      {...(isGroup ? { role: "group", "aria-labelledby": `${id}-label` } : {})}
    >
      {isGroup ? (
        <span id={`${id}-label`} className={styles["label"]}>
          {label}
        </span>
      ) : (
        <label htmlFor={id}>{label}</label>
      )}
      {isGroup ? (
        <Part name={field.key}>
          <Drawn {...props} id={id} />
        </Part>
      ) : (
        <Box name={field.key}>
          <Drawn {...props} id={id} />
        </Box>
      )}
    </div>
  );
}

function Drawn(props: Props & { id: string }): ReactNode {
  const { field, value, ids, digits, onChange, ...control } = props;
  switch (field.input) {
    case "texts":
      return <TextsInput value={(value ?? {}) as Record<string, string>} onChange={onChange} />;
    case "choices":
      return <ChoicesInput value={(value ?? {}) as Record<string, string>} ids={ids} onChange={onChange} />;
    case "labels":
      return (
        <LabelsInput value={(value ?? {}) as Record<string, string>} digits={digits} onChange={onChange} />
      );
    case "skills":
      return <SkillsInput value={(value ?? {}) as Record<string, number>} onChange={onChange} />;
    case "switch":
      return (
        <span>
          <Switch {...control} checked={value === true} onChange={onChange} />
        </span>
      );
    case "text":
      return (
        <Input
          {...control}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.target.value || (field.isOptional ? null : ""))}
        />
      );
    case "number":
      return (
        <NumberInput
          {...control}
          min={field.least}
          max={field.most}
          precision={0}
          value={value as number | null}
          onChange={(next) => onChange(next ?? (field.isOptional ? null : field.least))}
        />
      );
    case "languages":
      return (
        <Select
          {...control}
          mode="multiple"
          value={(value ?? []) as string[]}
          onChange={onChange}
          options={SPOKEN_LANGUAGES.map((tag) => ({ value: tag, label: nameOfLanguage(tag) }))}
        />
      );
    case "target":
      return (
        <TargetSelect
          {...control}
          value={value as string | null}
          ids={ids}
          isOptional={field.isOptional === true}
          onChange={onChange}
        />
      );
    case "reference":
      return (
        <ReferenceSelect
          {...control}
          path={field.path}
          isOptional={field.isOptional === true}
          value={value as string | null}
          onChange={onChange}
        />
      );
  }
}

function ReferenceSelect({
  path,
  isOptional,
  value,
  onChange,
  ...control
}: Marks & {
  id: string;
  path: string;
  isOptional: boolean;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      {...control}
      value={value || null}
      options={useChoices(path)}
      showSearch
      optionFilterProp="label"
      placeholder={t("form.choose")}
      notFoundContent={t("catalogue.nothing_to_choose")}
      allowClear={isOptional && clearing()}
      onChange={(next?: string | null) => onChange(next ?? (isOptional ? null : ""))}
    />
  );
}
