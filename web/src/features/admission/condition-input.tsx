/** A condition, checked by the server while it is written; the variables are a choice away. */
import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { checkCondition, listVariables } from "@/shared/api/generated/sdk.gen";
import { explainField } from "@/shared/api/problems";
import { useSettled } from "@/shared/ui/use-settled";
import styles from "./admission.module.css";

const PAUSE_MS = 300;

export function ConditionInput({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const text = useSettled(value, PAUSE_MS);
  const checked = useQuery({
    queryKey: ["condition", text],
    queryFn: () => answered(checkCondition({ body: { text } })),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const variables = useQuery({
    queryKey: ["variables"],
    queryFn: async () => (await answered(listVariables())).items,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  return (
    <div className={`${styles["stack"]} ${styles["condition"]}`}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={styles["field"]}>
        {t("admission.when")}
        <Input.TextArea
          value={value}
          rows={2}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {checked && text === value && (
        <p className={checked.is_sound ? styles["sound"] : styles["wrong"]} role="status">
          {checked.is_sound
            ? t("admission.sound")
            : t("admission.wrong", {
                line: checked.line,
                column: checked.column,
                message: explainField(checked.message ?? ""),
              })}
        </p>
      )}
      <Select
        aria-label={t("admission.insert")}
        placeholder={t("admission.insert")}
        value={null}
        showSearch
        options={(variables ?? []).map(({ name, example }) => ({
          value: example,
          label: `${name} — ${example}`,
        }))}
        onChange={(example: string | null) =>
          example && onChange(value.trim() ? `${value} && ${example}` : example)
        }
      />
    </div>
  );
}
