/** Which work may come on top of which, for the whole centre. */
import { useTranslation } from "react-i18next";
import styles from "@/features/admission/admission.module.css";
import { InterruptionsPanel } from "@/features/admission/interruptions-panel";
import { may, useSession } from "@/shared/session/session";

export function InterruptionsPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("interruptions.title")}</h1>
        <p className={styles["lead"]}>{t("interruptions.lead")}</p>
      </header>
      <InterruptionsPanel mayEdit={may(session, "agents.agent.edit")} />
    </div>
  );
}
