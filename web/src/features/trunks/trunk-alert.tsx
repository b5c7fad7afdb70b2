/** Says at once which trunks carry no calls now, why and since when; nothing while all are well. */
import { useTranslation } from "react-i18next";
import type { LiveTrunk } from "@/shared/live/entities";
import { useEntityList } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import styles from "./trunk-alert.module.css";

function byName(one: LiveTrunk, other: LiveTrunk): number {
  return one.name.localeCompare(other.name);
}

export function TrunkAlert() {
  const { t } = useTranslation();
  const down = useEntityList("trunk", byName).filter((trunk) => trunk.is_down);
  return (
    <div role="alert">
      {down.length > 0 && (
        <section className={styles["alert"]} aria-label={t("trunk_alert.title", { count: down.length })}>
          <h2>
            <Icon name="warning" size={18} /> {t("trunk_alert.title", { count: down.length })}
          </h2>
          <ul>
            {down.map((trunk) => (
              <li key={trunk.id}>
                <strong>{trunk.name}</strong>
                <span>
                  {t(`trunk_state.${trunk.state}`)}
                  {trunk.detail && ` (${trunk.detail})`}
                </span>
                {trunk.since && <ElapsedTime since={trunk.since} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
