/** The interaction in hand while people talk: what can be done, and what is known of the customer. */
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { oneClick } from "@/shared/ui/one-click";
import { Panel } from "@/shared/ui/panel";
import { useAwaited } from "@/shared/ui/use-awaited";
import { useShortcut } from "@/shared/ui/use-shortcut";
import { DigitsPad } from "./digits-pad";
import { OutgoingNotice } from "./outgoing-notice";
import { Standing } from "./standing";
import styles from "./talk-card.module.css";
import { useWorkActions } from "./use-work-actions";

interface Props {
  work: Work;
  customer: ReactNode;
  /** Mute lives in the softphone; desk phones have a button of their own. */
  muteButton?: ReactNode;
  line?: ReactNode;
  /** What brings others into the call. */
  control?: ReactNode;
}

/** Whether this state began later than the conversation: then both timers say something. */
function hasHistory({ connected_at, since }: Work): boolean {
  return connected_at !== null && Date.parse(since) - Date.parse(connected_at) > 2_000;
}

export function TalkCard({ work, customer, muteButton, line, control }: Props) {
  const { t } = useTranslation();
  return (
    <Panel title={t("talk.title")} extra={<Standing work={work} />}>
      <OutgoingNotice work={work} />
      {work.state === "suspended" && <Notice tone="danger">{t("talk.suspended")}</Notice>}
      {work.is_muted && (
        <Notice tone="pause" icon="microphoneOff">
          {t("talk.muted_by_holder")}
        </Notice>
      )}
      <p className={styles["timers"]}>
        <ElapsedTime since={work.since} className={styles["timer"] ?? ""} />
        {work.connected_at && hasHistory(work) && (
          <span>
            {t("talk.in_all")} <ElapsedTime since={work.connected_at} />
          </span>
        )}
        {work.queue && <span>{work.queue.name}</span>}
      </p>
      <TalkButtons work={work} muteButton={muteButton} />
      {control}
      {line}
      <div className={styles["customer"]}>{customer}</div>
    </Panel>
  );
}

function TalkButtons({ work, muteButton }: { work: Work; muteButton: ReactNode }) {
  const { t } = useTranslation();
  const actions = useWorkActions(work.id);
  const [isPadOpen, setPadOpen] = useState(false);
  const may = (action: string) => work.actions.includes(action);
  const isHeld = work.state === "held";
  const hold = isHeld ? actions.resume : actions.hold;
  const waits = { hold: useAwaited(actions.hold, isHeld), resume: useAwaited(actions.resume, isHeld) };
  const isAwaited = waits[isHeld ? "resume" : "hold"];
  const mayHold = may(isHeld ? "resume" : "hold");
  useShortcut("KeyH", mayHold && !isAwaited ? () => hold.mutate() : undefined);
  useShortcut("KeyQ", may("hang_up") ? () => actions.hangUp.mutate() : undefined);
  return (
    <>
      <div className={styles["box"]}>
        <div className={styles["buttons"]}>
          {muteButton}
          {work.role === "holder" && work.place !== "consult" && (
            <Button
              size="large"
              disabled={!mayHold}
              loading={isAwaited}
              aria-keyshortcuts="Alt+H"
              type={isHeld ? "primary" : "default"}
              icon={<Icon name={isHeld ? "play" : "pause"} />}
              onClick={oneClick(() => hold.mutate())}
            >
              {t(isHeld ? "talk.resume" : "talk.hold")}
            </Button>
          )}
          {work.role === "holder" && (
            <Button
              size="large"
              disabled={!may("send_digits")}
              aria-expanded={isPadOpen}
              icon={<Icon name="keypad" />}
              onClick={oneClick(() => setPadOpen(!isPadOpen))}
            >
              {t("talk.keypad")}
            </Button>
          )}
          {work.role === "holder" && (
            <Button
              size="large"
              danger
              type="primary"
              disabled={!may("hang_up")}
              loading={actions.hangUp.isPending}
              aria-keyshortcuts="Alt+Q"
              icon={<Icon name="phoneDown" />}
              onClick={oneClick(() => actions.hangUp.mutate())}
            >
              {t(work.parties.length > 0 ? "talk.hang_up_all" : "talk.hang_up")}
            </Button>
          )}
        </div>
      </div>
      {isPadOpen && may("send_digits") && <DigitsPad onDigit={(digit) => actions.digits.mutate(digit)} />}
    </>
  );
}
