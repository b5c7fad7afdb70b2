/** How a trunk is: signed in, refused and why, or whether anybody answers there; told as it changes. */
import { useTranslation } from "react-i18next";
import { troubleText } from "@/shared/calls/trunk-trouble";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import type { IconName } from "@/shared/ui/icon";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import styles from "./extras.module.css";

const LOOKS: Record<string, { tone: Tone; icon: IconName }> = {
  registered: { tone: "ready", icon: "check" },
  reachable: { tone: "ready", icon: "check" },
  retrying: { tone: "pause", icon: "signal" },
  unknown: { tone: "quiet", icon: "signal" },
  refused: { tone: "danger", icon: "warning" },
  unreachable: { tone: "danger", icon: "warning" },
};

export function TrunkState({ id }: { id: string }) {
  const { t } = useTranslation();
  const found = useEntities("trunk")[id];
  const state = found?.state ?? "unknown";
  const look = LOOKS[state] ?? { tone: "quiet", icon: "signal" };
  return (
    <section className={styles["extra"]} aria-label={t("trunk_state.title")}>
      <h2>{t("trunk_state.title")}</h2>
      <div className={styles["state"]} role="status">
        <StateTag tone={look.tone} icon={look.icon}>
          {t(`trunk_state.${state}`)}
        </StateTag>
        {found?.since && <ElapsedTime since={found.since} />}
      </div>
      {found?.trouble && <p className={styles["lead"]}>{troubleText(found.trouble)}</p>}
    </section>
  );
}
