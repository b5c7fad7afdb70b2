/** How many seconds earlier customers of a queue go to this agent. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { Box } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import type { Control } from "./control";
import styles from "./queue-editor.module.css";

const USUAL_S = 30;

export function HeadStartsField({ id, value = {}, onChange }: Control<Record<string, number>>) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const nameOf = (queue: string) => queues.find((choice) => choice.value === queue)?.label ?? "…";
  return (
    <div className={styles["rows"]}>
      {Object.entries(value).map(([queue, seconds]) => (
        <div key={queue} className={styles["row"]}>
          <span className={styles["grow"]}>{nameOf(queue)}</span>
          <Box name={queue}>
            <NumberInput
              min={0}
              max={3600}
              precision={0}
              value={seconds}
              suffix={t("catalogue.unit_seconds")}
              aria-label={t("queue_editor.head_start_of", { name: nameOf(queue) })}
              onChange={(next) => onChange?.({ ...value, [queue]: next ?? 0 })}
            />
          </Box>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${nameOf(queue)}`}
            onClick={() =>
              onChange?.(Object.fromEntries(Object.entries(value).filter(([key]) => key !== queue)))
            }
          />
        </div>
      ))}
      <Select
        {...(id ? { id } : {})}
        value={null}
        options={queues.filter((choice) => !(choice.value in value))}
        showSearch
        optionFilterProp="label"
        placeholder={t("queue_editor.add_queue")}
        notFoundContent={t("catalogue.nothing_to_choose")}
        onChange={(queue: string | null) => queue && onChange?.({ ...value, [queue]: USUAL_S })}
      />
    </div>
  );
}
