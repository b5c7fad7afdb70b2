/** What was changed, line by line: what was there, and what is. */
import { useTranslation } from "react-i18next";
import styles from "./changed-lines.module.css";
import { changedLines, type Line } from "./model/changed-lines";

export function ChangedLines({ before, after }: { before: readonly Line[]; after: readonly Line[] }) {
  const { t } = useTranslation();
  const changed = changedLines(before, after);
  if (changed.length === 0) return null;
  const said = (text: string | null) => text || t("form.none");
  return (
    <ul className={styles["changed"]}>
      {changed.map(({ key, label, from, to }) => (
        <li key={key}>
          {label}: <del>{said(from)}</del> → <ins>{said(to)}</ins>
        </li>
      ))}
    </ul>
  );
}
