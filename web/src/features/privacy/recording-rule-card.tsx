/** One recording rule: which conversations it is about, how many are recorded, and consent. */
import { Button, Input, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RecordingRuleBody } from "@/shared/api/generated/types.gen";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import { WordsInput } from "@/shared/ui/words-input";
import styles from "./privacy.module.css";

interface Props {
  rule: RecordingRuleBody;
  mayEdit: boolean;
  /** What the server could not use, by the field's name. */
  faults: Readonly<Record<string, string>>;
  onChange: (rule: RecordingRuleBody) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

type FieldName = "queues" | "entry_points" | "direction" | "countries" | "share_percent" | "consent";

const CONSENTS = ["none", "announce", "ask"] as const;
const DIRECTIONS = ["inbound", "outbound"] as const;

export function RecordingRuleCard({ rule, mayEdit, faults, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const points = useChoices("/v1/entry-points");
  const set = (fields: Partial<RecordingRuleBody>) => onChange({ ...rule, ...fields });
  const field = (name: FieldName, control: ReactNode) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={styles["field"]}>
      {t(`privacy.rule.${name}`)}
      {control}
      {faults[name] && <span className={styles["fault"]}>{faults[name]}</span>}
    </label>
  );
  const everything = t("privacy.rule.all");
  return (
    <li className={styles["rule"]}>
      <div className={styles["head"]}>
        <Input
          aria-label={t("privacy.rule.name")}
          maxLength={100}
          disabled={!mayEdit}
          status={faults["name"] ? "error" : ""}
          value={rule.name}
          onChange={({ target }) => set({ name: target.value })}
        />
        {mayEdit && (
          <span>
            <Button
              type="text"
              icon={<Icon name="up" />}
              aria-label={t("admission.up")}
              onClick={() => onMove(-1)}
            />
            <Button
              type="text"
              icon={<Icon name="down" />}
              aria-label={t("admission.down")}
              onClick={() => onMove(1)}
            />
            <Button
              type="text"
              icon={<Icon name="bin" />}
              aria-label={t("admission.remove")}
              onClick={onRemove}
            />
          </span>
        )}
      </div>
      {faults["name"] && <p className={styles["fault"]}>{faults["name"]}</p>}
      <div className={styles["fields"]}>
        {field(
          "queues",
          <Select
            mode="multiple"
            disabled={!mayEdit}
            placeholder={everything}
            options={queues}
            optionFilterProp="label"
            value={rule.queues ?? []}
            onChange={(value: string[]) => set({ queues: value })}
          />,
        )}
        {field(
          "entry_points",
          <Select
            mode="multiple"
            disabled={!mayEdit}
            placeholder={everything}
            options={points}
            optionFilterProp="label"
            value={rule.entry_points ?? []}
            onChange={(value: string[]) => set({ entry_points: value })}
          />,
        )}
        {field(
          "direction",
          <Select
            allowClear={clearing()}
            disabled={!mayEdit}
            placeholder={everything}
            options={DIRECTIONS.map((value) => ({ value, label: t(`privacy.direction.${value}`) }))}
            value={rule.direction ?? null}
            onChange={(value: RecordingRuleBody["direction"]) => set({ direction: value ?? null })}
          />,
        )}
        {field(
          "countries",
          <WordsInput
            tokenSeparators={[" ", ","]}
            disabled={!mayEdit}
            placeholder={t("privacy.rule.country_example")}
            value={rule.countries ?? []}
            onChange={(value: string[]) => set({ countries: value.map((code) => code.trim().toUpperCase()) })}
          />,
        )}
        {field(
          "share_percent",
          <NumberInput
            min={0}
            max={100}
            precision={0}
            suffix="%"
            disabled={!mayEdit}
            value={rule.share_percent ?? 100}
            onChange={(value) => set({ share_percent: value ?? 0 })}
          />,
        )}
        {field(
          "consent",
          <Select
            disabled={!mayEdit}
            options={CONSENTS.map((value) => ({ value, label: t(`privacy.consent.${value}`) }))}
            value={rule.consent ?? "none"}
            onChange={(value) => set({ consent: value })}
          />,
        )}
      </div>
      {(rule.consent ?? "none") !== "none" && <p className={styles["lead"]}>{t("privacy.consent_hint")}</p>}
    </li>
  );
}
