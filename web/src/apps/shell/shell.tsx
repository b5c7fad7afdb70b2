/** The frame of every page behind the sign-in: bar, navigation, what the reader must know now. */
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AgentStateMenu } from "@/features/agent-state/agent-state-menu";
import { FloorCalls } from "@/features/floor/floor-calls";
import { OwnMessages } from "@/features/messages/own-messages";
import { ListeningBar } from "@/features/monitoring/listening-bar";
import { WatchedNotice } from "@/features/monitoring/watched-notice";
import { chime } from "@/features/offer/model/ringer";
import { OneWayHint } from "@/features/softphone/one-way-hint";
import { PhoneAwayHint } from "@/features/softphone/phone-away-hint";
import { MicrophoneHint, PhoneStatus } from "@/features/softphone/phone-status";
import { SleptHint } from "@/features/softphone/slept-hint";
import { useSoftphone } from "@/features/softphone/use-softphone";
import { TaskReminders } from "@/features/tasks/reminders";
import { may, useSession } from "@/shared/session/session";
import { Mark } from "@/shared/ui/logo";
import { LiveNotices } from "./live-notices";
import { Navigation } from "./navigation";
import { InFrame } from "./outermost";
import { OwnCallBar } from "./own-call-bar";
import styles from "./shell.module.css";
import { useLiveConnection } from "./use-live-connection";
import { useNotificationClicks } from "./use-notification-clicks";
import { usePageTitle } from "./use-page-title";
import { UserMenu } from "./user-menu";

const callToBoard = (title: string, body: string) => chime(title, body, "/board");

export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const isElsewhere = useLocation().pathname !== "/desk";
  useLiveConnection();
  // The phone belongs to the frame and not to the desk: a call goes on while one looks elsewhere.
  useSoftphone();
  usePageTitle();
  useNotificationClicks();
  return (
    <div className={styles["shell"]}>
      <a href="#content" className={styles["skip"]}>
        {t("page.skip")}
      </a>
      <header className={styles["bar"]}>
        <span className={styles["brand"]}>
          <Mark /> <span>Antiphon</span>
        </span>
        <Navigation session={session} />
        <div className={styles["own"]}>
          <span className={styles["phone"]}>
            <PhoneStatus />
          </span>
          <OwnMessages />
          <TaskReminders onRemind={chime} />
          <FloorCalls
            mayRelease={may(session, "agents.agent.release")}
            mayAct={may(session, "supervision.floor.act")}
            onCall={callToBoard}
          />
          <AgentStateMenu />
          <UserMenu session={session} />
        </div>
      </header>
      <main id="content" className={styles["main"]} tabIndex={-1}>
        <div className={styles["notices"]}>
          <LiveNotices />
          {isElsewhere && <OwnCallBar onDesk={() => void navigate({ to: "/desk" })} />}
          <ListeningBar />
          <WatchedNotice />
          <MicrophoneHint />
          <PhoneAwayHint />
          <OneWayHint />
          <SleptHint />
        </div>
        <InFrame value={true}>
          <Outlet />
        </InFrame>
      </main>
    </div>
  );
}
