/** A figure of a what-if in words, with its unit. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Unit } from "./model/course";

export function useSay() {
  const { t, i18n } = useTranslation();
  return useCallback(
    (value: number, unit: Unit | "points") => {
      const shown = unit === "share" || unit === "points" ? value * 100 : value;
      const text = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(shown);
      switch (unit) {
        case "seconds":
          return t("catalogue.seconds", { count: text as unknown as number });
        case "share":
          return `${text} %`;
        case "points":
          return t("what_if.points", { number: text });
        case "count":
          return text;
      }
    },
    [t, i18n.language],
  );
}
