/** What to say and to mind with an interaction, as supervisors wrote it down for its queue. */
import { useTranslation } from "react-i18next";
import type { Script } from "@/shared/live/entities";
import { Icon } from "@/shared/ui/icon";
import styles from "./guide.module.css";

export function Scripts({ scripts }: { scripts: readonly Script[] }) {
  const { t } = useTranslation();
  if (scripts.length === 0) return null;
  return (
    <section aria-label={t("guide.scripts")} className={styles["scripts"]}>
      {scripts.map((script) => (
        <details key={script.id} open className={styles["script"]}>
          <summary>
            <Icon name="list" size={17} />
            <strong>{script.name}</strong>
            <Icon name="chevron" size={17} />
          </summary>
          <p>{script.text}</p>
        </details>
      ))}
    </section>
  );
}
