/** What those wrote who had the interaction before. */
import { useTranslation } from "react-i18next";
import type { HandedNote } from "@/shared/live/entities";
import styles from "./customer-card.module.css";

export function HandedNotes({ notes }: { notes: readonly HandedNote[] }) {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <section aria-label={t("call_control.notes_before")}>
      <h3>{t("call_control.notes_before")}</h3>
      <ul className={styles["past"]}>
        {notes.map(({ agent_name, note }) => (
          <li key={`${agent_name}${note}`}>
            <p className={styles["note"]}>
              <strong>{agent_name}:</strong> {note}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
