/** The skills matrix. */
import { useTranslation } from "react-i18next";
import { SkillsMatrix } from "@/features/skills-matrix/skills-matrix";
import { may, useSession } from "@/shared/session/session";
import { Panel } from "@/shared/ui/panel";
import styles from "./audit-page.module.css";

export function SkillsMatrixPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("matrix.title")}</h1>
        <p className={styles["lead"]}>{t("matrix.lead")}</p>
      </header>
      <Panel title={t("matrix.title")} headIsUnseen>
        <SkillsMatrix mayEdit={may(session, "agents.agent.edit")} />
      </Panel>
    </div>
  );
}
