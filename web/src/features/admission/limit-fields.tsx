/** The limits in groups: one number, a surge, callers without a number; each with what is said. */
import { Checkbox, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { LimitsBody } from "@/shared/api/generated/types.gen";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./admission.module.css";

const GROUPS = [
  {
    name: "source",
    text: "source_text",
    fields: [
      { key: "source_calls", unit: "calls", least: 0 },
      { key: "source_s", unit: "seconds", least: 1 },
      { key: "repeat_within_s", unit: "seconds", least: 1 },
    ],
  },
  {
    name: "surge",
    text: "surge_text",
    fields: [
      { key: "surge_calls_per_s", unit: "a_second", least: 0 },
      { key: "surge_burst", unit: "calls", least: 1 },
      { key: "surge_lag_ms", unit: "ms", least: 10 },
    ],
  },
] as const;
type SaidKey = (typeof GROUPS)[number]["text"] | "anonymous_text";

interface Props {
  limits: LimitsBody;
  mayEdit: boolean;
  onChange: (part: Partial<LimitsBody>) => void;
}

export function LimitFields({ limits, mayEdit, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {GROUPS.map(({ name, text, fields }) => (
        <fieldset key={name} className={styles["group"]}>
          <legend>{t(`admission.limits_of.${name}`)}</legend>
          <div className={styles["fields"]}>
            {fields.map(({ key, unit, least }) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
              <label key={key} className={styles["field"]}>
                {t(`admission.limit.${key}`)}
                <NumberInput
                  className={styles["number"] ?? ""}
                  min={least}
                  disabled={!mayEdit}
                  suffix={t(`admission.unit.${unit}`)}
                  value={limits[key] ?? least}
                  onChange={(value) => onChange({ [key]: value ?? least })}
                />
              </label>
            ))}
          </div>
          <Said name={text} limits={limits} mayEdit={mayEdit} onChange={onChange} />
        </fieldset>
      ))}
      <fieldset className={styles["group"]}>
        <legend>{t("admission.limits_of.anonymous")}</legend>
        <Checkbox
          disabled={!mayEdit}
          checked={limits.refuses_anonymous ?? false}
          onChange={(event) => onChange({ refuses_anonymous: event.target.checked })}
        >
          {t("admission.limit.refuses_anonymous")}
        </Checkbox>
        {limits.refuses_anonymous && (
          <Said name="anonymous_text" limits={limits} mayEdit={mayEdit} onChange={onChange} />
        )}
      </fieldset>
    </>
  );
}

/** What refused callers are told, in the reader's language; other languages stay as they are. */
function Said({ name, limits, mayEdit, onChange }: Props & { name: SaidKey }) {
  const { t, i18n } = useTranslation();
  const texts = limits[name] ?? {};
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={styles["field"]}>
      {t("admission.told")}
      <Input
        maxLength={1000}
        disabled={!mayEdit}
        placeholder={t("admission.told_usual")}
        value={texts[i18n.language] ?? ""}
        onChange={({ target }) => {
          const { [i18n.language]: _, ...others } = texts;
          onChange({ [name]: target.value ? { ...others, [i18n.language]: target.value } : others });
        }}
      />
    </label>
  );
}
