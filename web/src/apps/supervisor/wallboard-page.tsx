/** One wallboard for somebody who is signed in: full screen, and the way to what is behind a figure. */
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { BehindLink } from "@/features/wallboard/behind-link";
import { useWallboard } from "@/features/wallboard/use-wallboard";
import { WallboardGrid } from "@/features/wallboard/wallboard-grid";
import { may, useSession } from "@/shared/session/session";
import styles from "./boards.module.css";

export function WallboardPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/inside/wallboards/$id" });
  const wall = useRef<HTMLDivElement>(null);
  const live = useWallboard(`/v1/wallboards/${encodeURIComponent(id)}/live`);
  const mayEdit = may(useSession(), "supervision.wallboard.edit");
  const name = Object.values(live.state.entities.wallboard)[0]?.name ?? "";
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{name || t("wallboard.many")}</h1>
        <Link to="/wallboards">{t("wallboard.all")}</Link>
        {mayEdit && (
          <Link to="/wallboards/$id/edit" params={{ id }}>
            {t("wallboard.edit")}
          </Link>
        )}
        {/* Some phones show nothing on the whole screen. */}
        {document.fullscreenEnabled && (
          <Button onClick={() => void wall.current?.requestFullscreen()}>{t("wallboard.full_screen")}</Button>
        )}
      </header>
      <div ref={wall} className={styles["wall"]}>
        <WallboardGrid live={live} link={(tile) => <BehindLink tile={tile} />} />
      </div>
    </div>
  );
}
