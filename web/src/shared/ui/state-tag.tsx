/** A state as icon, word and colour, so that no one of the three has to carry it alone. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import styles from "./state-tag.module.css";

export type Tone = "ready" | "pause" | "busy" | "wrap" | "ring" | "quiet" | "danger";

interface Props {
  tone: Tone;
  icon: IconName;
  children: ReactNode;
}

export function StateTag({ tone, icon, children }: Props) {
  return (
    <span className={`${styles["tag"]} ${styles[tone]}`}>
      <Icon name={icon} size={15} />
      <span>{children}</span>
    </span>
  );
}
