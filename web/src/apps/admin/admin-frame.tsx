/** The back office: its places at the side, or as a choice on narrow screens. */
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Select } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import { may, useSession } from "@/shared/session/session";
import styles from "./admin-frame.module.css";
import { PLACES } from "./places";

export function AdminFrame() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { pathname } = useLocation();
  const groups = PLACES.map((group) => group.filter(({ permission }) => may(session, permission))).filter(
    (group) => group.length > 0,
  );
  return (
    <div className={styles["frame"]}>
      <nav className={styles["side"]} aria-label={t("nav.admin")}>
        {groups.map((group, index) => (
          <Fragment key={group[0]?.path}>
            {index > 0 && <hr className={styles["rule"]} />}
            {group.map(({ path, text }) => (
              <Link
                key={path}
                to={path}
                className={styles["link"] ?? ""}
                activeProps={{ className: styles["here"] ?? "" }}
              >
                {serverText(text)}
              </Link>
            ))}
          </Fragment>
        ))}
      </nav>
      <Select
        className={styles["choice"] ?? ""}
        aria-label={t("nav.admin")}
        value={pathname}
        size="large"
        options={groups.flat().map(({ path, text }) => ({ value: path, label: serverText(text) }))}
        onChange={(next: string) => void navigate({ to: next })}
      />
      <div className={styles["content"]}>
        <Outlet />
      </div>
    </div>
  );
}
