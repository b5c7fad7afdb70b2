/** The keypad for menus at the far end. Digits typed on the keyboard count while it has the focus. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./digits-pad.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function DigitsPad({ onDigit }: { onDigit: (digit: string) => void }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState("");
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const press = (digit: string) => {
    setSent((before) => (before + digit).slice(-16));
    onDigit(digit);
  };
  return (
    <div className={styles["pad"]}>
      <output className={`${styles["sent"]} figures`} aria-label={t("talk.digits_sent")}>
        {sent || " "}
      </output>
      <fieldset
        aria-label={t("talk.keypad")}
        className={styles["keys"]}
        onKeyDown={(event) => KEYS.includes(event.key) && press(event.key)}
      >
        {KEYS.map((key, index) => (
          <button key={key} ref={index === 0 ? first : null} type="button" onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
