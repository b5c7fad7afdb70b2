/** A titled surface: the unit every page is laid out in. */
import { type ReactNode, useId } from "react";
import styles from "./panel.module.css";

interface Props {
  title: string;
  extra?: ReactNode;
  tone?: "plain" | "ring" | "wrap";
  className?: string | undefined;
  /** The title is for screen readers only: the page already says it in larger letters. */
  headIsUnseen?: boolean;
  children: ReactNode;
}

export function Panel({ title, extra, tone = "plain", className, headIsUnseen, children }: Props) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={`${styles["panel"]} ${styles[tone]} ${className ?? ""}`}>
      <header className={headIsUnseen ? "unseen" : styles["head"]}>
        <h2 id={heading}>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}
