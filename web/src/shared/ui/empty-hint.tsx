/** An empty place that says what belongs there and what to do next. */
import type { ReactNode } from "react";
import styles from "./empty-hint.module.css";

interface Props {
  title: string;
  children?: ReactNode;
}

export function EmptyHint({ title, children }: Props) {
  return (
    <div className={styles["empty"]}>
      <p className={styles["title"]}>{title}</p>
      {children}
    </div>
  );
}
