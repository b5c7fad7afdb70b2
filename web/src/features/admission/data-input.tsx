/** What is attached to the interaction: names and values, kept while they are typed. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import styles from "./admission.module.css";
import { type Line, linesOf, recordOf } from "./model/data-lines";

interface Props {
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

const MOST = 20;

export function DataInput({ value, onChange }: Props) {
  const { t } = useTranslation();
  // A name that is still empty has no place in the record, so the lines are kept here.
  const [lines, setLines] = useState<Line[]>(() => linesOf(value));
  const change = (next: Line[]) => {
    setLines(next);
    onChange(recordOf(next));
  };
  const set = (at: number, part: Partial<Line>) =>
    change(lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  return (
    <div className={styles["stack"]}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id; all state is in `lines`
        <div key={index} className={styles["pair"]}>
          <Input
            aria-label={t("admission.data_name")}
            placeholder={t("admission.data_name")}
            maxLength={64}
            value={line.name}
            onChange={({ target }) => set(index, { name: target.value })}
          />
          <Input
            aria-label={t("admission.data_value")}
            placeholder={t("admission.data_value")}
            maxLength={200}
            value={line.value}
            onChange={({ target }) => set(index, { value: target.value })}
          />
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${line.name}`}
            onClick={() => change(lines.toSpliced(index, 1))}
          />
        </div>
      ))}
      {lines.length < MOST && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => change([...lines, { name: "", value: "" }])}
          >
            {t("admission.add_data")}
          </Button>
        </span>
      )}
    </div>
  );
}
