/** Sets of skills of which an agent needs one, beside what every agent of the queue needs. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Part } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { LevelsInput } from "@/shared/ui/levels-input";
import type { Control } from "./control";
import styles from "./queue-editor.module.css";

const MOST = 8;

type Levels = Record<string, number>;

export function AlternativesField({ value = [], onChange }: Control<Levels[]>) {
  const { t } = useTranslation();
  return (
    <div className={styles["rows"]}>
      {value.length === 0 && <p className={styles["soft"]}>{t("queue_editor.no_alternatives")}</p>}
      {value.map((levels, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: sets have no id; all state is in `value`
          key={index}
          className={styles["step"]}
          aria-label={t("queue_editor.alternative", { number: index + 1 })}
        >
          <header className={styles["head"]}>
            <strong>{t("queue_editor.alternative", { number: index + 1 })}</strong>
            <Button
              type="text"
              icon={<Icon name="cross" size={17} />}
              aria-label={t("queue_editor.remove_alternative", { number: index + 1 })}
              onClick={() => onChange?.(value.filter((_, other) => other !== index))}
            />
          </header>
          <Part name={index}>
            <LevelsInput
              path="/v1/skills"
              label={t("queue_editor.skills_of", { number: index + 1 })}
              value={levels}
              onChange={(next) => onChange?.(value.map((one, other) => (other === index ? next : one)))}
            />
          </Part>
        </section>
      ))}
      {value.length < MOST && (
        <span>
          <Button icon={<Icon name="plus" size={17} />} onClick={() => onChange?.([...value, {}])}>
            {t("queue_editor.add_alternative")}
          </Button>
        </span>
      )}
    </div>
  );
}
