/** What was lost, and who is going to be called back. */
import { useTranslation } from "react-i18next";
import { CallBackList } from "@/features/callbacks/call-back-list";
import { NewCallBack } from "@/features/callbacks/new-call-back";
import { LostCallList } from "@/features/lost-calls/lost-call-list";
import { Voicemails } from "@/features/voicemail/voicemails";
import { may, useSession } from "@/shared/session/session";
import { Panel } from "@/shared/ui/panel";
import styles from "./interactions-page.module.css";

export function LostCallsPage() {
  const { t } = useTranslation();
  const mayEdit = may(useSession(), "routing.call_back.edit");
  return (
    <div className={styles["page"]}>
      <h1>{t("lost_calls.title")}</h1>
      <Panel title={t("lost_calls.title")} headIsUnseen>
        <LostCallList />
      </Panel>
      <Voicemails />
      <Panel title={t("call_backs.title")} extra={mayEdit && <NewCallBack />}>
        <CallBackList />
      </Panel>
    </div>
  );
}
