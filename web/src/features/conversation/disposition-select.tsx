/** The result of an interaction, chosen from a tree: results stand under their headings. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { DispositionChoice } from "@/shared/live/entities";
import { clearing } from "@/shared/ui/clearing";
import { matches, optionsOf } from "./model/disposition-options";

interface Props {
  id: string;
  choices: readonly DispositionChoice[];
  value: string | null;
  isRefused: boolean;
  onChange: (value: string | null) => void;
}

export function DispositionSelect({ id, choices, value, isRefused, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      showSearch
      allowClear={clearing()}
      size="large"
      placeholder={t("wrap_up.choose")}
      value={value}
      {...(isRefused ? { status: "error" as const, "aria-invalid": true } : {})}
      options={optionsOf(choices)}
      filterOption={(typed, option) =>
        option !== undefined && !("options" in option) && matches(typed, String(option.value), choices)
      }
      labelRender={({ value: chosen }) => {
        const one = choices.find((choice) => choice.id === chosen);
        return one ? [...one.path, one.name].join(" › ") : "";
      }}
      onChange={(next: string | undefined) => onChange(next ?? null)}
    />
  );
}
