/** The agent is told who listens, where the centre wants that. */
import { useTranslation } from "react-i18next";
import type { Watched } from "@/shared/live/entities";
import { useEntityList } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import styles from "./monitoring.module.css";

const byName = (one: Watched, other: Watched) => one.supervisor_name.localeCompare(other.supervisor_name);

export function WatchedNotice() {
  const { t } = useTranslation();
  const watched = useEntityList("watched", byName);
  if (watched.length === 0) return null;
  return (
    <p className={styles["watched"]} role="status">
      <Icon name="ear" size={18} />
      {watched
        .map(({ supervisor_name: name, mode }) => t(`monitoring.watched_${mode}`, { name }))
        .join(" · ")}
    </p>
  );
}
