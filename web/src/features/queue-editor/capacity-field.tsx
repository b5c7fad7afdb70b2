/** How many calls, chats and mails an agent holds at once. */
import { useTranslation } from "react-i18next";
import { CHANNELS, USUAL_WEIGHTS } from "@/shared/channels/channels";
import { Box } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import type { Control } from "./control";
import { atOnce, type Capacity, POINTS, withNumber } from "./model/capacity";
import styles from "./queue-editor.module.css";

export function CapacityField({ id, value = {}, onChange }: Control<Capacity>) {
  const { t } = useTranslation();
  return (
    <div className={styles["rows"]} {...(id ? { id } : {})}>
      {CHANNELS.map((channel) => {
        const name = t(`queue_editor.channel.${channel}`);
        return (
          <fieldset key={channel} className={styles["capacity"]}>
            <legend>{name}</legend>
            <Box name={`weights.${channel}`}>
              <NumberInput
                min={1}
                max={POINTS}
                precision={0}
                disabled={channel === "voice"}
                value={value.weights?.[channel] ?? null}
                placeholder={String(USUAL_WEIGHTS[channel])}
                suffix={t("queue_editor.points")}
                aria-label={t("queue_editor.points_of", { name })}
                onChange={(next) => onChange?.(withNumber(value, "weights", channel, next))}
              />
            </Box>
            <Box name={`most.${channel}`}>
              <NumberInput
                min={0}
                max={100}
                precision={0}
                value={value.most?.[channel] ?? null}
                placeholder={t("queue_editor.at_most")}
                aria-label={t("queue_editor.most_of", { name })}
                onChange={(next) => onChange?.(withNumber(value, "most", channel, next))}
              />
            </Box>
            <span className={styles["soft"]}>
              {t("queue_editor.at_once", { number: atOnce(value, channel) })}
            </span>
          </fieldset>
        );
      })}
      <p className={styles["soft"]}>{t("queue_editor.interrupts")}</p>
    </div>
  );
}
