/** The way between the pages: in the bar on wide screens, at the foot on narrow ones. */
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, type Session } from "@/shared/session/session";
import { Icon, type IconName } from "@/shared/ui/icon";
import styles from "./navigation.module.css";
import { isWithin } from "./within";

interface Item {
  to: "/desk" | "/board" | "/interactions" | "/lost-calls" | "/admin";
  text: "nav.desk" | "nav.board" | "nav.interactions" | "nav.lost_calls" | "nav.admin";
  icon: IconName;
  isShown: boolean;
}

export function Navigation({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const items: Item[] = [
    {
      to: "/desk",
      text: "nav.desk",
      icon: "headset",
      isShown: session.user.agent_id !== null && may(session, "agents.desk.use"),
    },
    { to: "/board", text: "nav.board", icon: "board", isShown: may(session, "routing.centre.watch") },
    {
      to: "/interactions",
      text: "nav.interactions",
      icon: "list",
      isShown: may(session, "interactions.interaction.read"),
    },
    {
      to: "/lost-calls",
      text: "nav.lost_calls",
      icon: "phoneDown",
      isShown: may(session, "routing.call_back.read"),
    },
    { to: "/admin", text: "nav.admin", icon: "gear", isShown: may(session, "routing.queue.read") },
  ];
  return (
    <nav aria-label={t("nav.label")} className={styles["nav"]}>
      {items
        .filter((item) => item.isShown)
        .map((item) => (
          <Link
            key={item.to}
            to={item.to}
            className={`${styles["link"]} ${isWithin(item.to, pathname) ? styles["here"] : ""}`}
          >
            <Icon name={item.icon} size={19} />
            <span>{t(item.text)}</span>
          </Link>
        ))}
    </nav>
  );
}
