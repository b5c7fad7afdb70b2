/** What was lost, and who is going to be called back. */
import { useTranslation } from "react-i18next";
import { CallBackList } from "@/features/callbacks/call-back-list";
import { LostCallList } from "@/features/lost-calls/lost-call-list";
import { Panel } from "@/shared/ui/panel";
import styles from "./interactions-page.module.css";

export function LostCallsPage() {
  const { t } = useTranslation();
  return (
    <div className={styles["page"]}>
      <h1>{t("lost_calls.title")}</h1>
      <Panel title={t("lost_calls.title")} headIsUnseen>
        <LostCallList />
      </Panel>
      <Panel title={t("call_backs.title")}>
        <CallBackList />
      </Panel>
    </div>
  );
}
