/** All wallboards and the screens that show them. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DisplayList, WallboardList } from "@/features/wallboard/wallboard-list";
import { recordsQuery } from "@/shared/api/records";
import { may, useSession } from "@/shared/session/session";
import { BackToBoard } from "./back-to-board";
import styles from "./boards.module.css";
import { NewRecord } from "./new-record";

export function WallboardsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = may(useSession(), "supervision.wallboard.edit");
  const isNone = useQuery(recordsQuery("/v1/wallboards")).data?.length === 0;
  const add = mayEdit && (
    <NewRecord
      path="/v1/wallboards"
      text="wallboard.new"
      fresh={{ tiles: [] }}
      isFirst={isNone}
      onMade={(id) => void navigate({ to: "/wallboards/$id/edit", params: { id } })}
    />
  );
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header className={styles["head"]}>
        <h1>{t("wallboard.many")}</h1>
        {!isNone && add}
      </header>
      <WallboardList mayEdit={mayEdit} add={add} />
      <DisplayList mayEdit={mayEdit} />
    </div>
  );
}
