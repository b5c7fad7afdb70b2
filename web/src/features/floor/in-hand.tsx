/** What an agent has in hand now, with the way to the whole interaction, and out of it. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InHand as Item, LiveAgent } from "@/shared/live/floor-entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { StateTag } from "@/shared/ui/state-tag";
import styles from "./floor.module.css";
import { FreeButton } from "./free-button";

interface Props {
  agent: LiveAgent;
  /** What else may be done with an interaction, such as listening. */
  extra?: ((item: Item) => ReactNode) | undefined;
}

const TONES = { offered: "ring", handling: "busy", wrap_up: "wrap" } as const;
const ICONS = { offered: "bell", handling: "headset", wrap_up: "pen" } as const;

export function InHand({ agent, extra }: Props) {
  const { t } = useTranslation();
  if (agent.in_hand.length === 0) return <p className={styles["soft"]}>{t("floor.nothing_in_hand")}</p>;
  return (
    <ul className={styles["list"]}>
      {agent.in_hand.map((item) => (
        <li key={item.id} className={styles["item"]}>
          <span className={styles["line"]}>
            <strong>{item.customer_name || item.customer_number || t("customer.unknown")}</strong>
            <StateTag tone={TONES[item.stage]} icon={ICONS[item.stage]}>
              {t(`agent_state.${item.stage}`)}
            </StateTag>
            <ElapsedTime since={item.since} />
            {item.queue && <span className={styles["soft"]}>{item.queue.name}</span>}
          </span>
          <span className={styles["buttons"]}>
            {extra?.(item)}
            <Link to="/interactions/$id" params={{ id: item.id }}>
              {t("floor.whole_story")}
            </Link>
            <FreeButton interactionId={item.id} />
          </span>
        </li>
      ))}
    </ul>
  );
}
