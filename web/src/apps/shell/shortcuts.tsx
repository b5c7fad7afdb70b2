/** The keyboard shortcuts, written down where they can be found. */
import { useTranslation } from "react-i18next";
import styles from "./shortcuts.module.css";

const KEYS = [
  ["Alt A", "offer.accept"],
  ["Alt R", "offer.decline"],
  ["Alt M", "talk.mute"],
  ["Alt H", "talk.hold"],
  ["Alt Q", "talk.hang_up"],
  ["Alt W", "wrap_up.finish"],
] as const;

export function Shortcuts() {
  const { t } = useTranslation();
  return (
    <dl className={styles["list"]}>
      {KEYS.map(([key, text]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
