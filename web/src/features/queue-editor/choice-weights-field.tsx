/** What each thing is worth when agents are chosen by points. */
import { Form, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { Control } from "./control";
import { Labelled } from "./labelled";
import styles from "./queue-editor.module.css";

const WEIGHTS = ["idle_second", "level", "handled", "occupied_percent"] as const;
type Weights = Record<(typeof WEIGHTS)[number], number>;
const FRESH: Weights = { idle_second: 1, level: 0, handled: 0, occupied_percent: 0 };

export function ChoiceWeightsField({ id, value, onChange }: Control<Weights | null>) {
  const { t } = useTranslation();
  const isUsed = Form.useWatch("agent_choice") === "weighted";
  if (!isUsed) return <p className={styles["soft"]}>{t("queue_editor.weights.unused")}</p>;
  const weights = value ?? FRESH;
  return (
    <div className={styles["grid"]} {...(id ? { id } : {})}>
      {WEIGHTS.map((key) => (
        <Labelled key={key} text={t(`queue_editor.weights.${key}`)}>
          <InputNumber
            min={0}
            max={10_000}
            step={0.5}
            value={weights[key]}
            onChange={(next) => onChange?.({ ...weights, [key]: next ?? 0 })}
          />
        </Labelled>
      ))}
    </div>
  );
}
