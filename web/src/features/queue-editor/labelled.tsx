/** A control with its label above it. */
import type { ReactNode } from "react";
import styles from "./queue-editor.module.css";

export function Labelled({ text, children }: { text: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={styles["labelled"]}>
      <span>{text}</span>
      {children}
    </label>
  );
}
