/** All wallboards and the screens that show them. */
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DisplayList, WallboardList } from "@/features/wallboard/wallboard-list";
import { may, useSession } from "@/shared/session/session";
import { BackToBoard } from "./back-to-board";
import styles from "./boards.module.css";
import { NewRecord } from "./new-record";

export function WallboardsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = may(useSession(), "supervision.wallboard.edit");
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header className={styles["head"]}>
        <h1>{t("wallboard.many")}</h1>
        {mayEdit && (
          <NewRecord
            path="/v1/wallboards"
            text="wallboard.new"
            fresh={{ tiles: [] }}
            onMade={(id) => void navigate({ to: "/wallboards/$id/edit", params: { id } })}
          />
        )}
      </header>
      <WallboardList mayEdit={mayEdit} />
      <DisplayList mayEdit={mayEdit} />
    </div>
  );
}
