/** What a past day would have been otherwise. */
import { useTranslation } from "react-i18next";
import { WhatIf } from "@/features/what-if/what-if";
import { may, useSession } from "@/shared/session/session";
import { serverNow } from "@/shared/time/server-clock";
import { dayOf } from "@/shared/time/start-of-day";
import { BackToBoard } from "./back-to-board";
import styles from "./past.module.css";

export function WhatIfPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header>
        <h1>{t("what_if.title")}</h1>
        <p className={styles["lead"]}>{t("what_if.lead")}</p>
      </header>
      <WhatIf today={dayOf(new Date(serverNow()))} mayRun={may(session, "reporting.what_if.run")} />
    </div>
  );
}
