/** Says at once which trunks carry no calls now, why and since when; nothing while all are well. */
import { useTranslation } from "react-i18next";
import { troubleText } from "@/shared/calls/trunk-trouble";
import type { LiveTrunk } from "@/shared/live/floor-entities";
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
    <div className={down.length > 0 ? styles["alert"] : styles["none"]}>
      {/* The title alone: what counts seconds would be read out with every one of them. */}
      <div role="alert">
        {down.length > 0 && (
          <h2>
            <Icon name="warning" size={18} /> {t("trunk_alert.title", { count: down.length })}
          </h2>
        )}
      </div>
      {down.length > 0 && (
        <ul>
          {down.map((trunk) => (
            <li key={trunk.id}>
              <strong>{trunk.name}</strong>
              <span>
                {t(`trunk_state.${trunk.state}`)}
                {trunk.trouble && ` · ${troubleText(trunk.trouble)}`}
              </span>
              {trunk.since && <ElapsedTime since={trunk.since} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
