/** What a number may be, once it is not: it stays as it was typed. */
import { useTranslation } from "react-i18next";
import styles from "./number-bounds.module.css";

export interface Bounds {
  least: number | null;
  most: number | null;
}

export function isOutside(value: number | null, { least, most }: Bounds): boolean {
  return value !== null && ((least !== null && value < least) || (most !== null && value > most));
}

export function NumberBounds({ value, bounds }: { value: number | null; bounds: Bounds }) {
  const { t } = useTranslation();
  const { least, most } = bounds;
  if (!isOutside(value, bounds)) return null;
  const isBoth = least !== null && most !== null;
  return (
    <span className={styles["bounds"]} role="status">
      {isBoth && t("form.between", { first: least, second: most })}
      {!isBoth &&
        (least === null ? t("form.at_most", { count: most ?? 0 }) : t("form.at_least", { count: least }))}
    </span>
  );
}
