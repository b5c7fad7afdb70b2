/** One field of a record's form, drawn by what kind of value it is. */
import { Form, Input, Select, Switch } from "antd";
import i18next from "i18next";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Field, OwnName } from "@/features/catalogue/model/kind";
import { useChoices } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { clearing } from "@/shared/ui/clearing";
import { Part } from "@/shared/ui/faults";
import { LevelsInput } from "@/shared/ui/levels-input";
import { NumberInput } from "@/shared/ui/number-input";
import { TextsInput } from "@/shared/ui/texts-input";
import { WordsInput } from "@/shared/ui/words-input";
import type { Control } from "./control";
import { HolidaysField } from "./holidays-field";
import styles from "./rows.module.css";
import { WeeklyField } from "./weekly-field";

export type OwnFields = Readonly<Record<OwnName, ComponentType>>;

interface Props {
  field: Field;
  isNew: boolean;
  own: OwnFields;
}

export function FormField({ field, isNew, own }: Props) {
  const { t } = useTranslation();
  const hint = `hint.${field.hint ?? field.key}`;
  const isOptionalSecret = field.input === "password" && !isNew;
  const rules = [
    ...(field.isRequired && !isOptionalSecret ? [{ required: true, message: t("form.required") }] : []),
    ...(field.input === "text" && field.pattern
      ? [{ pattern: field.pattern, message: t("form.pattern") }]
      : []),
    ...(field.input === "number"
      ? [
          {
            type: "number" as const,
            min: field.least,
            max: field.most,
            message: t("form.between", { first: field.least, second: field.most }),
          },
        ]
      : []),
  ];
  const extra = isOptionalSecret
    ? t("catalogue.secret_kept")
    : i18next.exists(hint)
      ? serverText(hint)
      : undefined;
  return (
    <Part name={field.key}>
      <Form.Item
        name={field.key}
        label={serverText(`field.${field.key}`)}
        extra={extra}
        rules={rules}
        className={styles[field.input === "number" ? "short" : "whole"] ?? ""}
        {...(field.input === "switch" ? { valuePropName: "checked" } : {})}
      >
        {control(field, own)}
      </Form.Item>
    </Part>
  );
}

function control(field: Field, own: OwnFields): ReactNode {
  switch (field.input) {
    case "text":
      return <Input {...(field.longest ? { maxLength: field.longest } : {})} />;
    case "note":
      return <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={field.longest} />;
    case "password":
      return <Input.Password autoComplete="new-password" />;
    case "number":
      return <NumberField field={field} />;
    case "switch":
      return <Switch />;
    case "choice":
      return (
        <Select
          {...(field.isOptional ? { allowClear: clearing(), placeholder: serverText("form.none") } : {})}
          options={field.values.map((value) => ({ value, label: serverText(`${field.texts}.${value}`) }))}
        />
      );
    case "choices":
      return (
        <Select
          mode="multiple"
          options={field.values.map((value) => ({ value, label: serverText(`${field.texts}.${value}`) }))}
        />
      );
    case "texts":
      return <TextsInput longest={field.longest} />;
    case "lines":
      return <WordsInput tokenSeparators={[" ", ","]} />;
    case "reference":
    case "references":
      return <ReferenceField field={field} />;
    case "levels":
      return <LevelsInput path={field.path} />;
    case "weekly":
      return <WeeklyField />;
    case "holidays":
      return <HolidaysField />;
    case "timezone":
      return (
        <Select
          showSearch
          options={Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value }))}
        />
      );
    case "own": {
      const Own = own[field.name];
      return <Own />;
    }
  }
}

function NumberField({
  field,
  ...rest
}: { field: Extract<Field, { input: "number" }> } & Control<number | null>) {
  const { t } = useTranslation();
  return (
    <NumberInput
      {...rest}
      precision={0}
      className={styles["number"] ?? ""}
      {...(field.unit ? { suffix: t(`catalogue.unit_${field.unit}`) } : {})}
    />
  );
}

type ReferenceInput = Extract<Field, { input: "reference" | "references" }>;

function ReferenceField({ field, ...rest }: { field: ReferenceInput } & Control<string | string[] | null>) {
  const { t } = useTranslation();
  const options = useChoices(field.path);
  const isMany = field.input === "references";
  const isOptional = isMany || field.isOptional === true;
  return (
    <Select
      {...rest}
      {...(isMany ? { mode: "multiple" as const } : {})}
      options={options}
      showSearch
      optionFilterProp="label"
      allowClear={isOptional && clearing()}
      placeholder={isOptional ? t("form.none") : t("form.choose")}
      notFoundContent={t("catalogue.nothing_to_choose")}
    />
  );
}
