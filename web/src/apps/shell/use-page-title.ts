/** The page's name in the browser's tab. The ringer flashes it, and puts it back. */
import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

const NAMES = [
  ["/desk", "nav.desk"],
  ["/board", "nav.board"],
  ["/wallboards", "wallboard.many"],
  ["/floor", "floor_map.title"],
  ["/plan", "nav.plan"],
  ["/time-machine", "nav.time_machine"],
  ["/what-if", "nav.what_if"],
  ["/interactions", "nav.interactions"],
  ["/lost-calls", "nav.lost_calls"],
  ["/admin", "nav.admin"],
] as const;

export function usePageTitle(): void {
  const { t } = useTranslation();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const name = NAMES.find(([start]) => path.startsWith(start))?.[1];
  const title = name ? `${t(name)} · Antiphon` : "Antiphon";
  useEffect(() => {
    document.title = title;
  }, [title]);
}
