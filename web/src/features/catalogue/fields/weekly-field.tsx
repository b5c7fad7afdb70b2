/** The week's opening times; several on one day are fine. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { nameOfWeekday } from "@/shared/time/weekdays";
import { Part, PartFault } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { TimeInput } from "@/shared/ui/moment-input";
import type { Control } from "./control";
import styles from "./rows.module.css";

interface Opening {
  day: number;
  opens: string;
  closes: string;
}

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

function nextAfter(openings: readonly Opening[]): Opening {
  const last = openings.at(-1);
  if (!last) return { day: 0, opens: "09:00", closes: "18:00" };
  return { ...last, day: (last.day + 1) % DAYS.length };
}

export function WeeklyField({ value = [], onChange }: Control<Opening[]>) {
  const { t, i18n } = useTranslation();
  const days = DAYS.map((day) => ({ value: day, label: nameOfWeekday(day, i18n.language) }));
  const change = (at: number, part: Partial<Opening>) =>
    onChange?.(value.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <div className={styles["rows"]}>
      {value.map((opening, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: openings have no id; all state is in `value`
        <div key={index} className={styles["opening"]}>
          <Select
            className={styles["days"] ?? ""}
            aria-label={t("catalogue.day")}
            options={days}
            value={opening.day}
            onChange={(day) => change(index, { day })}
          />
          <TimeInput
            required
            className={styles["time"]}
            aria-label={t("catalogue.opens")}
            value={opening.opens}
            onChange={(opens) => change(index, { opens })}
          />
          <span aria-hidden="true">–</span>
          <TimeInput
            required
            className={styles["time"]}
            aria-label={t("catalogue.closes")}
            value={opening.closes}
            onChange={(closes) => change(index, { closes })}
          />
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={t("form.remove")}
            onClick={() => onChange?.(value.filter((_, other) => other !== index))}
          />
          <Part name={index}>
            <PartFault name="opens" />
            <PartFault name="closes" />
          </Part>
        </div>
      ))}
      <Button icon={<Icon name="plus" size={17} />} onClick={() => onChange?.([...value, nextAfter(value)])}>
        {t("form.add")}
      </Button>
    </div>
  );
}
