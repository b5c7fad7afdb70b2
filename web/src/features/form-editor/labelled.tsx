/** A field of a question under its label. */
import { type ReactElement, useId } from "react";
import { Box } from "@/shared/ui/faults";
import styles from "./questions-field.module.css";

interface Props {
  text: string;
  isWide?: boolean;
  /** Where it is in the question. */
  name: string;
  children: (id: string) => ReactElement<Record<string, unknown>>;
}

export function Labelled({ text, name, isWide, children }: Props) {
  const id = useId();
  return (
    <div className={styles[isWide ? "wide" : "labelled"]}>
      <label htmlFor={id}>{text}</label>
      <Box name={name}>{children(id)}</Box>
    </div>
  );
}
