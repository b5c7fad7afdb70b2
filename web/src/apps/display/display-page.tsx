/** A wallboard on a screen that nobody attends: no session, a key of its own in the address. */
import { useCallback, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWallboard } from "@/features/wallboard/use-wallboard";
import { WallboardGrid } from "@/features/wallboard/wallboard-grid";
import { EmptyHint } from "@/shared/ui/empty-hint";
import styles from "./display-page.module.css";
import { useNewestPage } from "./use-newest-page";
import { useWakefulScreen } from "./use-wakeful-screen";

export function DisplayPage() {
  const { t } = useTranslation();
  const key = useMemo(() => location.hash.slice(1), []);
  const checkPage = useNewestPage();
  const look = useCallback(() => void checkPage(), [checkPage]);
  const live = useWallboard("/v1/display", JSON.stringify({ key }), look);
  const name = Object.values(live.state.entities.wallboard)[0]?.name ?? "";
  useWakefulScreen();
  useEffect(() => {
    document.title = name || "Antiphon";
  }, [name]);
  if (live.status === "signed_out") {
    return (
      <main className={styles["over"]}>
        <EmptyHint isPage title={t("wallboard.revoked")}>
          <p>{t("wallboard.revoked_hint")}</p>
        </EmptyHint>
      </main>
    );
  }
  return (
    <main className={styles["screen"]}>
      <h1 className="unseen">{name || t("wallboard.many")}</h1>
      <WallboardGrid live={live} />
    </main>
  );
}
