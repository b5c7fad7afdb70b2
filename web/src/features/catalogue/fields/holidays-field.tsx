/** Days on which nothing opens. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Box, Part, PartFault } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { DayInput } from "@/shared/ui/moment-input";
import type { Control } from "./control";
import styles from "./rows.module.css";

interface Holiday {
  date: string;
  name: string;
}

export function HolidaysField({ value = [], onChange }: Control<Holiday[]>) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Holiday>) =>
    onChange?.(value.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const today = new Date().toISOString().slice(0, 10);
  return (
    <div className={styles["rows"]}>
      {value.map((holiday, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: holidays have no id; all state is in `value`
        <div key={index} className={styles["row"]}>
          <Part name={index}>
            <DayInput
              required
              className={styles["date"]}
              aria-label={t("catalogue.date")}
              value={holiday.date}
              onChange={(date) => change(index, { date })}
            />
            <div className={styles["grow"]}>
              <Box name="name">
                <Input
                  aria-label={t("catalogue.holiday_name")}
                  value={holiday.name}
                  placeholder={t("catalogue.holiday_name")}
                  onChange={(event) => change(index, { name: event.target.value })}
                />
              </Box>
            </div>
            <PartFault name="date" />
          </Part>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={t("form.remove")}
            onClick={() => onChange?.(value.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      <Button
        icon={<Icon name="plus" size={17} />}
        onClick={() => onChange?.([...value, { date: today, name: "" }])}
      >
        {t("form.add")}
      </Button>
    </div>
  );
}
