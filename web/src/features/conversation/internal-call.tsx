/** A call between colleagues: there is no customer, so there is nothing to hold or to write up. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { useShortcut } from "@/shared/ui/use-shortcut";
import { OutgoingNotice } from "./outgoing-notice";
import { Standing } from "./standing";
import styles from "./talk-card.module.css";
import { useWorkActions } from "./use-work-actions";

interface Props {
  work: Work;
  muteButton?: ReactNode;
  line?: ReactNode;
  /** What brings others into the call. */
  control?: ReactNode;
}

export function InternalCall({ work, muteButton, line, control }: Props) {
  const { t } = useTranslation();
  const actions = useWorkActions(work.id);
  const may = (action: string) => work.actions.includes(action);
  useShortcut("KeyQ", may("hang_up") ? () => actions.hangUp.mutate() : undefined);
  useShortcut("KeyW", may("finish") ? () => actions.finish.mutate() : undefined);
  const isOver = work.state === "wrap_up";
  return (
    <Panel title={t("colleagues.call")} extra={<Standing work={work} />}>
      <OutgoingNotice work={work} />
      {work.state === "suspended" && <Notice tone="danger">{t("colleagues.suspended")}</Notice>}
      <p className={styles["timers"]}>
        <strong>{work.customer.name}</strong>
        {!isOver && <ElapsedTime since={work.since} className={styles["timer"] ?? ""} />}
      </p>
      <div className={styles["box"]}>
        <div className={styles["buttons"]}>
          {!isOver && muteButton}
          {may("hang_up") && (
            <Button
              size="large"
              danger
              type="primary"
              loading={actions.hangUp.isPending}
              aria-keyshortcuts="Alt+Q"
              icon={<Icon name="phoneDown" />}
              onClick={() => actions.hangUp.mutate()}
            >
              {t("talk.hang_up")}
            </Button>
          )}
          {may("finish") && (
            <Button
              size="large"
              type="primary"
              loading={actions.finish.isPending}
              aria-keyshortcuts="Alt+W"
              onClick={() => actions.finish.mutate()}
            >
              {t("colleagues.understood")}
            </Button>
          )}
        </div>
      </div>
      {!isOver && control}
      {!isOver && line}
    </Panel>
  );
}
