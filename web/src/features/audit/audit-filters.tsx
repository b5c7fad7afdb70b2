/** What is wanted of the trail: what it is about, who did it, and when. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { DayInput } from "@/shared/ui/moment-input";
import styles from "./audit-filters.module.css";

export interface AuditWanted {
  topic?: string;
  user?: string;
  from?: string;
  to?: string;
}

const TOPICS = ["configuration", "users", "sign_ins", "recordings", "phone_secrets"] as const;

interface Props {
  wanted: AuditWanted;
  onChange: (wanted: AuditWanted) => void;
}

export function AuditFilters({ wanted, onChange }: Props) {
  const { t } = useTranslation();
  const users = useChoices("/v1/users");
  const set = (key: keyof AuditWanted, value: string | null | undefined) => {
    const next = { ...wanted, [key]: value ?? "" };
    onChange(Object.fromEntries(Object.entries(next).filter(([, one]) => one)));
  };
  return (
    <search className={styles["filters"]}>
      <Select
        aria-label={t("audit.topic")}
        placeholder={t("audit.topic")}
        allowClear={clearing()}
        value={wanted.topic ?? null}
        options={TOPICS.map((value) => ({ value, label: t(`audit.topics.${value}`) }))}
        onChange={(value: string | null | undefined) => set("topic", value)}
      />
      <Select
        aria-label={t("audit.who")}
        placeholder={t("audit.who")}
        allowClear={clearing()}
        showSearch
        optionFilterProp="label"
        value={wanted.user ?? null}
        options={users}
        onChange={(value: string | null | undefined) => set("user", value)}
      />
      {(["from", "to"] as const).map((key) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
        <label key={key} className={styles["day"]}>
          <span>{t(`interactions.${key}`)}</span>
          <DayInput value={wanted[key] ?? ""} onChange={(day) => set(key, day)} />
        </label>
      ))}
      {Object.keys(wanted).length > 0 && (
        <Button type="text" onClick={() => onChange({})}>
          {t("interactions.clear")}
        </Button>
      )}
    </search>
  );
}
