/** An empty place that says what belongs there and what to do next. */
import type { ReactNode } from "react";
import styles from "./empty-hint.module.css";

interface Props {
  title: string;
  /** It is all there is on the page: the title is the page's heading. */
  isPage?: boolean;
  children?: ReactNode;
}

export function EmptyHint({ title, isPage, children }: Props) {
  return (
    <div className={styles["empty"]}>
      {isPage ? <h1>{title}</h1> : <p className={styles["title"]}>{title}</p>}
      {children}
    </div>
  );
}
