/** The rules before any queue, and a trial of where a call would go. */
import { useTranslation } from "react-i18next";
import styles from "@/features/admission/admission.module.css";
import { RuleEditor } from "@/features/admission/rule-editor";
import { TrialPanel } from "@/features/admission/trial-panel";
import { may, useSession } from "@/shared/session/session";

export function RulesPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("admission.rules")}</h1>
      </header>
      <TrialPanel />
      <RuleEditor mayEdit={may(session, "routing.admission.edit")} />
    </div>
  );
}
