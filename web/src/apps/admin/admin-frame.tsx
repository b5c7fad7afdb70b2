/** The back office: its kinds of record at the side, or as a choice on narrow screens. */
import { Link, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { KINDS, textKey } from "@/features/catalogue/model/kinds";
import { serverText } from "@/shared/i18n/server-text";
import { may, useSession } from "@/shared/session/session";
import styles from "./admin-frame.module.css";

export function AdminFrame() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { kind } = useParams({ strict: false });
  const kinds = KINDS.filter(({ permission }) => may(session, `${permission}.read`));
  const name = (one: (typeof KINDS)[number]) => serverText(`kind.${textKey(one.name)}.many`);
  return (
    <div className={styles["frame"]}>
      <nav className={styles["side"]} aria-label={t("nav.admin")}>
        {kinds.map((one) => (
          <Link
            key={one.name}
            to="/admin/$kind"
            params={{ kind: one.name }}
            className={styles["link"] ?? ""}
            activeProps={{ className: styles["here"] ?? "" }}
          >
            {name(one)}
          </Link>
        ))}
      </nav>
      <Select
        className={styles["choice"] ?? ""}
        aria-label={t("nav.admin")}
        value={kind ?? null}
        size="large"
        options={kinds.map((one) => ({ value: one.name, label: name(one) }))}
        onChange={(next) => next && void navigate({ to: "/admin/$kind", params: { kind: next } })}
      />
      <div className={styles["content"]}>
        <Outlet />
      </div>
    </div>
  );
}
