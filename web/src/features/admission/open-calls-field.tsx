/** How many calls a number may have open at once; a number without a limit has an empty field. */

import { useTranslation } from "react-i18next";
import { useRecords } from "@/shared/api/records";
import { Box, Part } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./admission.module.css";

interface Props {
  value: Record<string, number>;
  mayEdit: boolean;
  onChange: (value: Record<string, number>) => void;
}

export function OpenCallsField({ value, mayEdit, onChange }: Props) {
  const { t } = useTranslation();
  const points = useRecords("/v1/entry-points");
  if (points.length === 0) return null;
  const set = (id: string, most: number | null) => {
    const { [id]: _, ...others } = value;
    onChange(most === null ? others : { ...others, [id]: most });
  };
  return (
    <fieldset className={styles["group"]}>
      <legend>{t("admission.limits_of.open_calls")}</legend>
      <div className={styles["fields"]}>
        {points.map((point) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
          <label key={point.id} className={styles["field"]}>
            {point.name} · {String(point["number"])}
            <Part name="open_calls">
              <Box name={point.id}>
                <NumberInput
                  className={styles["number"] ?? ""}
                  min={0}
                  max={100_000}
                  disabled={!mayEdit}
                  placeholder={t("admission.no_limit")}
                  suffix={t("admission.unit.calls")}
                  value={value[point.id] ?? null}
                  onChange={(most) => set(point.id, most)}
                />
              </Box>
            </Part>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
