/** What each thing is worth when agents are chosen by points. */
import { Form, Slider } from "antd";
import { useTranslation } from "react-i18next";
import { Box } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import type { Control } from "./control";
import styles from "./queue-editor.module.css";

const WEIGHTS = ["idle_second", "level", "handled", "occupied_percent"] as const;
/** Null stands in an emptied box. */
type Weights = Record<(typeof WEIGHTS)[number], number | null>;
// Larger ones are typed.
const SLIDER_MOST = 60;
const FRESH: Weights = { idle_second: 1, level: 0, handled: 0, occupied_percent: 0 };

export function ChoiceWeightsField({ id, value, onChange }: Control<Weights | null>) {
  const { t } = useTranslation();
  const isUsed = Form.useWatch("agent_choice") === "weighted";
  if (!isUsed) return <p className={styles["soft"]}>{t("queue_editor.weights.unused")}</p>;
  const weights = value ?? FRESH;
  return (
    <div className={styles["grid"]} {...(id ? { id } : {})}>
      {WEIGHTS.map((key) => (
        <div key={key} className={styles["labelled"]}>
          <span>{t(`queue_editor.weights.${key}`)}</span>
          <span className={styles["weight"]}>
            <Slider
              min={0}
              max={SLIDER_MOST}
              step={0.5}
              value={Math.min(SLIDER_MOST, weights[key] ?? 0)}
              ariaLabelForHandle={t(`queue_editor.weights.${key}`)}
              onChange={(next: number) => onChange?.({ ...weights, [key]: next })}
            />
            <span>
              <Box name={key}>
                <NumberInput
                  min={0}
                  max={10_000}
                  step={0.5}
                  value={weights[key]}
                  aria-label={t(`queue_editor.weights.${key}`)}
                  onChange={(next) => onChange?.({ ...weights, [key]: next })}
                />
              </Box>
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}
