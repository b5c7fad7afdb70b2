/** Who comes in: closing at once, limits, lists, words for a time away, and ready-made numbers. */
import { useTranslation } from "react-i18next";
import styles from "@/features/admission/admission.module.css";
import { AwayTextPanel } from "@/features/admission/away-text-panel";
import { DialRulesPanel } from "@/features/admission/dial-rules-panel";
import { EmergencyPanel } from "@/features/admission/emergency-panel";
import { FiguresPanel } from "@/features/admission/figures-panel";
import { LimitsPanel } from "@/features/admission/limits-panel";
import { ListsPanel } from "@/features/admission/lists-panel";
import { TemplatePanel } from "@/features/admission/template-panel";
import { may, useSession } from "@/shared/session/session";

export function AdmissionPage() {
  const { t } = useTranslation();
  const session = useSession();
  const mayEdit = may(session, "routing.admission.edit");
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("admission.title")}</h1>
        <p className={styles["lead"]}>{t("admission.lead")}</p>
      </header>
      <EmergencyPanel mayClose={may(session, "routing.emergency.declare")} />
      <FiguresPanel />
      <ListsPanel mayEdit={mayEdit} />
      <LimitsPanel mayEdit={mayEdit} />
      {may(session, "telephony.dial_rules.read") && (
        <DialRulesPanel mayEdit={may(session, "telephony.dial_rules.edit")} />
      )}
      {may(session, "flows.flow.read") && <AwayTextPanel mayEdit={may(session, "flows.flow.edit")} />}
      {mayEdit && <TemplatePanel />}
    </div>
  );
}
