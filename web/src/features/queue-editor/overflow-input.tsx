/** Where a customer is sent, with what belongs to that way, and what is said before. */
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { TextsInput } from "@/shared/ui/texts-input";
import type { Control } from "./control";
import { Labelled } from "./labelled";
import { OVERFLOW_KINDS, type Overflow, type OverflowKind, overflowOf } from "./model/overflow";
import styles from "./queue-editor.module.css";

interface Props extends Control<Overflow | null> {
  label?: string;
}

export function OverflowInput({ id, value = null, onChange, label }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  return (
    <div className={styles["rows"]}>
      <Select<OverflowKind | null>
        {...(id ? { id } : {})}
        {...(label ? { "aria-label": label } : {})}
        allowClear={clearing()}
        value={value?.kind ?? null}
        options={OVERFLOW_KINDS.map((kind) => ({
          value: kind,
          label: t(`queue_editor.overflow_to.${kind}`),
        }))}
        placeholder={t("form.none")}
        onChange={(kind: OverflowKind | null | undefined) => onChange?.(overflowOf(kind ?? null, value))}
      />
      {value?.kind === "queue" && (
        <Select
          aria-label={t("queue_editor.overflow_to.queue")}
          showSearch
          optionFilterProp="label"
          value={value.queue_id}
          options={queues}
          placeholder={t("form.choose")}
          notFoundContent={t("catalogue.nothing_to_choose")}
          onChange={(queue_id: string | null) => onChange?.({ ...value, queue_id })}
        />
      )}
      {value?.kind === "external" && (
        <Labelled text={t("queue_editor.overflow_number")}>
          <Input
            maxLength={21}
            value={value.number}
            onChange={({ target }) => onChange?.({ ...value, number: target.value.trim() })}
          />
        </Labelled>
      )}
      {value && (
        <details>
          <summary>{t("queue_editor.overflow_text")}</summary>
          <TextsInput
            longest={200}
            label={t("queue_editor.overflow_text")}
            value={value.text}
            onChange={(text) => onChange?.({ ...value, text })}
          />
        </details>
      )}
    </div>
  );
}
