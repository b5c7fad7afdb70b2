/** A control with its label above it, and below it what is wrong in it, by its name in the form. */
import { cloneElement, type ReactElement, useId } from "react";
import { Box } from "@/shared/ui/faults";
import styles from "./queue-editor.module.css";

interface Props {
  text: string;
  name: string;
  isWide?: boolean;
  children: ReactElement<Record<string, unknown>>;
}

export function Labelled({ text, name, isWide = false, children }: Props) {
  const id = useId();
  return (
    <div className={`${styles["labelled"]} ${isWide ? styles["whole"] : ""}`}>
      <label htmlFor={id}>{text}</label>
      <Box name={name}>{cloneElement(children, { id })}</Box>
    </div>
  );
}
