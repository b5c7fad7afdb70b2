/** A figure of a what-if in words, with its unit. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Unit } from "./model/course";

export function useSay() {
  const { t, i18n } = useTranslation();
  return useCallback(
    (value: number, unit: Unit) => {
      const shown = unit === "share" ? value * 100 : value;
      const text = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(shown);
      return unit === "seconds"
        ? t("catalogue.seconds", { count: text as unknown as number })
        : unit === "share"
          ? `${text} %`
          : text;
    },
    [t, i18n.language],
  );
}
