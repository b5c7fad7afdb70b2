/** The back office: its places at the side, or as a choice on narrow screens. */
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import { may, useSession } from "@/shared/session/session";
import styles from "./admin-frame.module.css";
import { placesFor } from "./places";

const START = "/admin";

export function AdminFrame() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { pathname } = useLocation();
  const groups = placesFor((permission) => may(session, permission));
  const options = groups.map(({ title, places }) => ({
    label: serverText(title),
    options: places.map(({ path, text }) => ({ value: path, label: serverText(text) })),
  }));
  return (
    <div className={styles["frame"]}>
      <nav className={styles["side"]} aria-label={t("nav.admin")}>
        <Link
          to={START}
          activeOptions={{ exact: true }}
          className={styles["link"] ?? ""}
          activeProps={{ className: styles["here"] ?? "" }}
        >
          {t("set_up.title")}
        </Link>
        {groups.map(({ title, places }) => (
          <div key={title} className={styles["group"]}>
            <h2>{serverText(title)}</h2>
            {places.map(({ path, text }) => (
              <Link
                key={path}
                to={path}
                className={styles["link"] ?? ""}
                activeProps={{ className: styles["here"] ?? "" }}
              >
                {serverText(text)}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <Select
        className={styles["choice"] ?? ""}
        aria-label={t("nav.admin")}
        value={pathname}
        size="large"
        listHeight={420}
        options={[
          { label: t("nav.admin"), options: [{ value: START, label: t("set_up.title") }] },
          ...options,
        ]}
        onChange={(next: string) => void navigate({ to: next })}
      />
      <div className={styles["content"]}>
        <Outlet />
      </div>
    </div>
  );
}
