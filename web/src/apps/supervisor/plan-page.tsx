/** Who works when: a week of the plan of the agents whom one leads. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PlanWeekView } from "@/features/plan/plan-week";
import { may, useSession } from "@/shared/session/session";
import { BackToBoard } from "./back-to-board";
import styles from "./past.module.css";

export function PlanPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const { day, team } = useSearch({ from: "/inside/plan" });
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header>
        <h1>{t("nav.plan")}</h1>
        <p className={styles["lead"]}>{t("plan.lead")}</p>
      </header>
      <PlanWeekView
        day={day ?? null}
        team={team ?? null}
        mayEdit={may(session, "workforce.shift.edit")}
        onChoose={(search) => void navigate({ to: "/plan", search, replace: true })}
      />
    </div>
  );
}
