/** What is recorded, and who may see customers' numbers. */
import { useTranslation } from "react-i18next";
import { MonitoringPolicyPanel } from "@/features/monitoring/policy-panel";
import { NumberPrivacyPanel } from "@/features/privacy/number-privacy-panel";
import styles from "@/features/privacy/privacy.module.css";
import { RecordingRulesPanel } from "@/features/privacy/recording-rules-panel";
import { may, useSession } from "@/shared/session/session";

export function PrivacyPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("privacy.title")}</h1>
        <p className={styles["lead"]}>{t("privacy.lead")}</p>
      </header>
      {may(session, "recordings.rules.read") && (
        <RecordingRulesPanel mayEdit={may(session, "recordings.rules.edit")} />
      )}
      {may(session, "customers.number_privacy.read") && (
        <NumberPrivacyPanel mayEdit={may(session, "customers.number_privacy.edit")} />
      )}
      {may(session, "agents.team.edit") && <MonitoringPolicyPanel />}
    </div>
  );
}
