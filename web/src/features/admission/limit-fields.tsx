/** The limits in groups: one number, a surge, callers without a number; each with what is said. */
import { Checkbox, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { LimitsBody } from "@/shared/api/generated/types.gen";
import { Box, Part } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./admission.module.css";

const GROUPS = [
  {
    name: "source",
    text: "source_text",
    fields: [
      { key: "source_calls", unit: "calls", least: 0, most: 100 },
      { key: "source_s", unit: "seconds", least: 1, most: 86_400 },
      { key: "repeat_within_s", unit: "seconds", least: 1, most: 86_400 },
    ],
  },
  {
    name: "surge",
    text: "surge_text",
    fields: [
      { key: "surge_calls_per_s", unit: "a_second", least: 0, most: 10_000 },
      { key: "surge_burst", unit: "calls", least: 1, most: 100_000 },
      { key: "surge_lag_ms", unit: "ms", least: 10, most: 60_000 },
    ],
  },
] as const;
type SaidKey = (typeof GROUPS)[number]["text"] | "anonymous_text";

/** While it is edited: an emptied number is sent so, and the server says that it is wanted. */
export type LimitsDraft = { [Key in keyof LimitsBody]: LimitsBody[Key] | null };

interface Props {
  limits: LimitsDraft;
  mayEdit: boolean;
  onChange: (part: LimitsDraft) => void;
}

export function LimitFields({ limits, mayEdit, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {GROUPS.map(({ name, text, fields }) => (
        <fieldset key={name} className={styles["group"]}>
          <legend>{t(`admission.limits_of.${name}`)}</legend>
          <div className={styles["fields"]}>
            {fields.map(({ key, unit, least, most }) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
              <label key={key} className={styles["field"]}>
                {t(`admission.limit.${key}`)}
                <Box name={key}>
                  <NumberInput
                    className={styles["number"] ?? ""}
                    min={least}
                    max={most}
                    disabled={!mayEdit}
                    suffix={t(`admission.unit.${unit}`)}
                    value={limits[key] ?? null}
                    onChange={(value) => onChange({ [key]: value })}
                  />
                </Box>
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
      <Part name={name}>
        <Box name={i18n.language}>
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
        </Box>
      </Part>
    </label>
  );
}
