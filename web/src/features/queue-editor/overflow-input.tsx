/** Where a customer is sent, with what belongs to that way, and what is said before. */
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { Box, Part } from "@/shared/ui/faults";
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
      <Box>
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
      </Box>
      {value?.kind === "queue" && (
        <Box name="queue_id">
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
        </Box>
      )}
      {value?.kind === "external" && (
        <Labelled text={t("queue_editor.overflow_number")} name="number">
          <Input
            type="tel"
            maxLength={64}
            placeholder="+861055550100"
            value={value.number}
            onChange={({ target }) => onChange?.({ ...value, number: target.value })}
          />
        </Labelled>
      )}
      {value && (
        <details>
          <summary>{t("queue_editor.overflow_text")}</summary>
          <Part name="text">
            <TextsInput
              longest={200}
              label={t("queue_editor.overflow_text")}
              value={value.text}
              onChange={(text) => onChange?.({ ...value, text })}
            />
          </Part>
        </details>
      )}
    </div>
  );
}
