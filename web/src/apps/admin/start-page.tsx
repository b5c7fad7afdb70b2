/** The first page of the back office: what a new centre still needs, and where everything is. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SetUp } from "@/features/set-up/set-up";
import { TrunkAlert } from "@/features/trunks/trunk-alert";
import { serverText } from "@/shared/i18n/server-text";
import { may, useSession } from "@/shared/session/session";
import { Panel } from "@/shared/ui/panel";
import { placesFor } from "./places";
import styles from "./start-page.module.css";

export function StartPage() {
  const { t } = useTranslation();
  const session = useSession();
  const groups = placesFor((permission) => may(session, permission));
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("set_up.title")}</h1>
        <p className={styles["lead"]}>{t("set_up.lead")}</p>
      </header>
      <TrunkAlert />
      {may(session, "telephony.trunk.edit") && <SetUp />}
      <div className={styles["groups"]}>
        {groups.map(({ title, places }) => (
          <Panel key={title} title={serverText(title)}>
            <ul className={styles["places"]}>
              {places.map(({ path, text, lead }) => (
                <li key={path}>
                  <Link to={path}>{serverText(text)}</Link>
                  <p>{serverText(lead)}</p>
                </li>
              ))}
            </ul>
          </Panel>
        ))}
      </div>
    </div>
  );
}
