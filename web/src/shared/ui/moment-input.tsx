/** A field for a local date and time, as the browser draws it; `@/shared/time/wished` reads it. */
import type { ComponentProps } from "react";
import styles from "./moment-input.module.css";

export function MomentInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  return <input {...props} type="datetime-local" className={styles["moment"]} />;
}
