/** A band that says something the reader should know now, with an optional thing to do. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import styles from "./notice.module.css";

interface Props {
  tone: "info" | "pause" | "danger";
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}

export function Notice({ tone, icon, children, action }: Props) {
  return (
    <div className={`${styles["notice"]} ${styles[tone]}`} role={tone === "danger" ? "alert" : "status"}>
      <Icon name={icon ?? (tone === "info" ? "info" : "warning")} />
      <div className={styles["text"]}>{children}</div>
      {action}
    </div>
  );
}
