/** The messages that one may hear and that wait for somebody: listen, call back, done. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { finishVoicemail, listVoicemails, reopenVoicemail } from "@/shared/api/generated/sdk.gen";
import type { VoicemailMessage } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { CallButton } from "@/shared/calls/call-button";
import { useCallList } from "@/shared/live/use-call-list";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { StateTag } from "@/shared/ui/state-tag";
import { useUndoNotice } from "@/shared/ui/use-undo-notice";
import styles from "./voicemails.module.css";

const KEY = ["voicemails"];

export function Voicemails() {
  const { t } = useTranslation();
  const items = useCallList(KEY, () => answered(listVoicemails()));
  if (items.length === 0) return null;
  return (
    <Panel title={t("voicemail.title")}>
      <ul className={styles["list"]}>
        {items.map((one) => (
          <Message key={one.id} message={one} />
        ))}
      </ul>
    </Panel>
  );
}

function Message({ message }: { message: VoicemailMessage }) {
  const { t } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const { message: notice } = App.useApp();
  const [isBroken, setBroken] = useState(false);
  const name = message.name || message.number || t("customer.unknown");
  const renew = () => queries.invalidateQueries({ queryKey: KEY });
  const path = { id: message.id };
  const offerUndo = useUndoNotice(renew);
  const finish = useMutation({
    mutationFn: () => answered(finishVoicemail({ path })),
    onError: (error) => void notice.error(explain(error)),
    onSuccess: () =>
      offerUndo({
        title: t("voicemail.is_done", { name }),
        undo: () => answered(reopenVoicemail({ path })),
      }),
    onSettled: renew,
  });
  return (
    <li>
      <div className={styles["head"]}>
        <strong className={styles["who"]}>{name}</strong>
        <StateTag tone={message.is_heard ? "quiet" : "busy"} icon={message.is_heard ? "check" : "bell"}>
          {t(message.is_heard ? "voicemail.heard" : "voicemail.new")}
        </StateTag>
      </div>
      <span className={`${styles["soft"]} figures`}>
        {when.moment(message.left_at)} · {when.length(message.seconds * 1_000)}
        {message.box && ` · ${message.box}`}
        {message.goes_at && ` · ${t("voicemail.goes_at", { day: when.day(message.goes_at) })}`}
      </span>
      {/* biome-ignore lint/a11y/useMediaCaption: a spoken message has no caption track yet */}
      <audio
        controls
        preload="none"
        src={message.sound_url}
        aria-label={t("voicemail.listen_to", { name })}
        className={styles["sound"]}
        onPlay={() => setBroken(false)}
        onEnded={() => void renew()}
        onError={() => setBroken(true)}
      />
      {isBroken && <Notice tone="pause">{t("voicemail.not_yet")}</Notice>}
      <div className={styles["acts"]}>
        {message.number && <CallButton interactionId={message.id} name={name} isWide />}
        <Button
          icon={<Icon name="check" size={17} />}
          loading={finish.isPending}
          aria-label={t("voicemail.done_to", { name })}
          onClick={() => finish.mutate()}
        >
          {t("voicemail.done")}
        </Button>
      </div>
    </li>
  );
}
