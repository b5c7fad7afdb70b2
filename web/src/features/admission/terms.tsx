/** What follows for a call that a rule lets in: its place, its way, what it asks for and carries. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { TermsBody } from "@/shared/api/generated/types.gen";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { LevelsInput } from "@/shared/ui/levels-input";
import { NumberInput } from "@/shared/ui/number-input";
import { TextsInput } from "@/shared/ui/texts-input";
import styles from "./admission.module.css";
import { DataInput } from "./data-input";

const LANGUAGES = ["en", "zh-Hans", "zh-Hant", "yue"] as const;

interface Props {
  terms: TermsBody;
  onChange: (terms: TermsBody) => void;
}

export function Terms({ terms, onChange }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const flows = useChoices("/v1/flows");
  const agents = useChoices("/v1/agents");
  const languages = LANGUAGES.map((one) => ({ value: one, label: t(`spoken.${one}`) }));
  const choose = (
    label: string,
    key: "queue_id" | "flow_id" | "preferred_agent_id" | "language",
    options: { value: string; label: string }[],
  ) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={styles["field"]}>
      {label}
      <Select
        allowClear={clearing()}
        showSearch
        optionFilterProp="label"
        placeholder={t("admission.unchanged")}
        value={terms[key] ?? null}
        options={options}
        onChange={(value: string | null) => onChange({ ...terms, [key]: value ?? null })}
      />
    </label>
  );
  return (
    <>
      <div className={styles["fields"]}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.priority")}
          <NumberInput
            className={styles["number"] ?? ""}
            min={0}
            max={9}
            placeholder={t("admission.unchanged")}
            value={terms.priority ?? null}
            onChange={(priority) => onChange({ ...terms, priority })}
          />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.head_start")}
          <NumberInput
            className={styles["number"] ?? ""}
            min={0}
            max={86400}
            suffix={t("admission.unit.seconds")}
            value={terms.head_start_s ?? 0}
            onChange={(seconds) => onChange({ ...terms, head_start_s: seconds ?? 0 })}
          />
        </label>
        {choose(t("admission.language"), "language", languages)}
        {choose(t("admission.queue"), "queue_id", queues)}
        {choose(t("admission.flow"), "flow_id", flows)}
        {choose(t("admission.agent"), "preferred_agent_id", agents)}
      </div>
      <div className={styles["halves"]}>
        <fieldset className={styles["group"]}>
          <legend>{t("admission.skills")}</legend>
          <LevelsInput
            path="/v1/skills"
            label={t("admission.skills")}
            value={terms.skills ?? {}}
            onChange={(skills) => onChange({ ...terms, skills })}
          />
        </fieldset>
        <fieldset className={styles["group"]}>
          <legend>{t("admission.data")}</legend>
          <DataInput value={terms.data ?? {}} onChange={(data) => onChange({ ...terms, data })} />
        </fieldset>
      </div>
      <fieldset className={styles["group"]}>
        <legend>{t("admission.notice")}</legend>
        <TextsInput
          longest={1000}
          label={t("admission.notice")}
          value={terms.notice ?? {}}
          onChange={(notice) => onChange({ ...terms, notice })}
        />
      </fieldset>
    </>
  );
}
