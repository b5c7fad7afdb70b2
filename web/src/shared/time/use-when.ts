/** Instants and lengths in the reader's language and time zone. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { clockText } from "./spans";

export function useWhen() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
    const nearDay = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
    const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
    const exact = new Intl.DateTimeFormat(language, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hour12: false,
    });
    const isToday = (at: Date) => day.format(at) === day.format(new Date());
    return {
      moment: (iso: string) => {
        const at = new Date(iso);
        if (isToday(at)) return time.format(at);
        const isNear = at.getFullYear() === new Date().getFullYear();
        return `${(isNear ? nearDay : day).format(at)} ${time.format(at)}`;
      },
      full: (iso: string) => `${day.format(new Date(iso))} ${exact.format(new Date(iso))}`,
      exact: (iso: string) => exact.format(new Date(iso)),
      day: (iso: string) => day.format(new Date(iso)),
      length: (ms: number) => clockText(Math.round(ms / 1000)),
    };
  }, [language]);
}
