/** What is said to customers, by language. A text left empty is no text: another language is said. */
import { Input } from "antd";
import { nameOfLanguage, SPOKEN_LANGUAGES } from "@/shared/i18n/languages";
import { Box } from "./faults";
import styles from "./texts-input.module.css";

interface Props {
  value?: Readonly<Record<string, string>>;
  onChange?: (value: Record<string, string>) => void;
  longest?: number;
  /** What the texts are, where no other label of theirs is read out. */
  label?: string;
}

export function TextsInput({ value = {}, onChange, longest, label }: Props) {
  const change = (tag: string, text: string) => {
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== tag));
    onChange?.(text ? { ...others, [tag]: text } : others);
  };
  return (
    <div className={styles["rows"]}>
      {SPOKEN_LANGUAGES.map((tag) => (
        <div key={tag} className={styles["said"]}>
          <span lang={tag}>{nameOfLanguage(tag)}</span>
          <Box name={tag}>
            <Input.TextArea
              rows={1}
              className={styles["text"] ?? ""}
              lang={tag}
              {...(longest ? { maxLength: longest } : {})}
              aria-label={label ? `${label}: ${nameOfLanguage(tag)}` : nameOfLanguage(tag)}
              value={value[tag] ?? ""}
              onChange={({ target }) => change(tag, target.value)}
            />
          </Box>
        </div>
      ))}
    </div>
  );
}
