/** One rule: its name, its condition, and what follows when it holds. */
import { Button, Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { RuleBody, RuleFiguresShown } from "@/shared/api/generated/types.gen";
import { Icon } from "@/shared/ui/icon";
import { TextsInput } from "@/shared/ui/texts-input";
import styles from "./admission.module.css";
import { ConditionInput } from "./condition-input";
import { Terms } from "./terms";

interface Props {
  rule: RuleBody;
  figures: RuleFiguresShown | undefined;
  /** What the server said of a field, by its name. */
  faults: Readonly<Record<string, string>>;
  onChange: (rule: RuleBody) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

const TOOLS = [
  { icon: "up", by: -1, text: "up" },
  { icon: "down", by: 1, text: "down" },
] as const;

function Refusal({ rule, faults, onChange }: Pick<Props, "rule" | "faults" | "onChange">) {
  const { t } = useTranslation();
  const refusal = rule.refusal;
  if (!refusal) return null;
  return (
    <div className={styles["row"]}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={styles["field"]}>
        {t("admission.reason")}
        <Input
          value={refusal.reason}
          onChange={(event) => onChange({ ...rule, refusal: { ...refusal, reason: event.target.value } })}
        />
        {faults["refusal"] && <span className={styles["wrong"]}>{faults["refusal"]}</span>}
      </label>
      <Checkbox
        checked={refusal.is_busy ?? false}
        onChange={(event) => onChange({ ...rule, refusal: { ...refusal, is_busy: event.target.checked } })}
      >
        {t("admission.busy")}
      </Checkbox>
      <fieldset className={`${styles["group"]} ${styles["wide"]}`}>
        <legend>{t("admission.told")}</legend>
        <TextsInput
          longest={1000}
          label={t("admission.told")}
          value={refusal.text ?? {}}
          onChange={(text) => onChange({ ...rule, refusal: { ...refusal, text } })}
        />
      </fieldset>
    </div>
  );
}

export function RuleCard({ rule, figures, faults, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <li className={styles["rule"]}>
      <div className={styles["head"]}>
        <Input
          aria-label={t("admission.rule_name")}
          value={rule.name}
          maxLength={100}
          onChange={(event) => onChange({ ...rule, name: event.target.value })}
        />
        <Checkbox
          checked={rule.is_active ?? true}
          onChange={(event) => onChange({ ...rule, is_active: event.target.checked })}
        >
          {t("admission.active")}
        </Checkbox>
        <span className={styles["tools"]}>
          {TOOLS.map(({ icon, by, text }) => (
            <Button
              key={icon}
              type="text"
              icon={<Icon name={icon} size={18} />}
              aria-label={t(`admission.${text}`)}
              title={t(`admission.${text}`)}
              onClick={() => onMove(by)}
            />
          ))}
          <Button
            type="text"
            danger
            icon={<Icon name="bin" size={18} />}
            aria-label={t("admission.remove")}
            title={t("admission.remove")}
            onClick={onRemove}
          />
        </span>
      </div>
      {faults["name"] && <p className={styles["wrong"]}>{faults["name"]}</p>}
      <ConditionInput value={rule.when} onChange={(when) => onChange({ ...rule, when })} />
      <Select
        aria-label={t("admission.then")}
        value={rule.refusal ? "refuse" : "admit"}
        options={(["admit", "refuse"] as const).map((value) => ({
          value,
          label: t(`admission.${value}`),
        }))}
        onChange={(value) =>
          onChange({ ...rule, refusal: value === "refuse" ? { reason: "not_now" } : null })
        }
      />
      {rule.refusal ? (
        <Refusal rule={rule} faults={faults} onChange={onChange} />
      ) : (
        <Terms terms={rule.terms ?? {}} onChange={(terms) => onChange({ ...rule, terms })} />
      )}
      <div className={styles["head"]}>
        <span className={styles["soft"]}>{t("admission.matched", { number: figures?.matched ?? 0 })}</span>
        <Checkbox
          checked={rule.is_last ?? false}
          onChange={(event) => onChange({ ...rule, is_last: event.target.checked })}
        >
          {t("admission.is_last")}
        </Checkbox>
      </div>
      {figures && figures.failed !== undefined && figures.failed > 0 && (
        <p className={styles["wrong"]}>
          {t("admission.failed", { number: figures.failed, failure: figures.failure ?? "" })}
        </p>
      )}
    </li>
  );
}
