/** A field of a question under its label. */
import { type ReactNode, useId } from "react";
import styles from "./questions-field.module.css";

interface Props {
  text: string;
  isWide?: boolean;
  children: (id: string) => ReactNode;
}

export function Labelled({ text, isWide, children }: Props) {
  const id = useId();
  return (
    <div className={styles[isWide ? "wide" : "labelled"]}>
      <label htmlFor={id}>{text}</label>
      {children(id)}
    </div>
  );
}
