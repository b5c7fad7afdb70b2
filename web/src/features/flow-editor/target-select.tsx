/** The choice of a step to go on with. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { clearing } from "@/shared/ui/clearing";

interface TargetProps {
  id?: string;
  label?: string;
  value: string | null;
  ids: readonly string[];
  isOptional?: boolean;
  onChange: (value: string | null) => void;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

/** A way that leads nowhere is marked at once. */
export function TargetSelect(props: TargetProps) {
  const { label, value, ids, isOptional = false, onChange, ...control } = props;
  const { t } = useTranslation();
  const isLost = value !== null && value !== "" && !ids.includes(value);
  return (
    <Select
      {...control}
      {...(label ? { "aria-label": label } : {})}
      value={value || null}
      showSearch
      allowClear={isOptional && clearing()}
      {...(isLost ? { status: "error" as const } : {})}
      placeholder={t(isOptional ? "step.end" : "form.choose")}
      options={ids.map((step) => ({ value: step, label: step }))}
      onChange={(next: string | undefined | null) => onChange(next ?? null)}
    />
  );
}
