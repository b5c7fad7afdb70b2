/** The agent's line to the supervisors: unread messages, an answer, a raised hand. */
import { useMutation } from "@tanstack/react-query";
import { App, Badge, Button, Drawer, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { lowerHand, raiseHand, readOwnMessages, sendOwnMessage } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useEntities, useMe } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { MessageThread } from "@/shared/ui/message-thread";
import { useAwaited } from "@/shared/ui/use-awaited";
import styles from "./messages.module.css";

const LONGEST_NOTE = 200;

export function OwnMessages() {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const me = useMe();
  const thread = useEntities("thread")["me"];
  const hand = useEntities("hand")["me"];
  const [isOpen, setOpen] = useState(false);
  const newest = thread?.messages.at(-1);
  const unread = thread?.unread ?? 0;
  const announced = useRef<string | undefined>(undefined);

  useEffect(() => {
    if (isOpen && unread > 0 && newest) void readOwnMessages({ body: { message_id: newest.id } });
  }, [isOpen, unread, newest]);

  // A message that comes in while one works is shown at once, and once.
  useEffect(() => {
    if (!newest || unread === 0 || isOpen || announced.current === newest.id) return;
    announced.current = newest.id;
    if (newest.is_from_agent) return;
    const name = newest.sender_name;
    const state = newest.presence && (newest.reason_name ?? t(`presence.${newest.presence}`));
    notification.info({
      key: "own-message",
      title: state ? t("messages.state_set_by", { name, state }) : t("messages.from", { name }),
      description: newest.text,
      placement: "bottomRight",
      onClick: () => setOpen(true),
    });
  }, [newest, unread, isOpen, notification, t]);

  if (!me) return null;
  const send = async (text: string) => {
    try {
      await answered(sendOwnMessage({ body: { text } }));
    } catch (error) {
      void message.error(explain(error));
      throw error;
    }
  };
  return (
    <>
      <Badge count={unread} size="small" offset={[-4, 4]}>
        <Button
          type="text"
          className={hand ? (styles["raised"] ?? "") : ""}
          icon={<Icon name={hand ? "hand" : "message"} />}
          aria-label={unread > 0 ? t("messages.open_unread", { count: unread }) : t("messages.open")}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t("messages.title")}
        size={440}
        destroyOnHidden
      >
        <div className={styles["own"]}>
          <RaiseHand isRaised={hand !== undefined} />
          <MessageThread messages={thread?.messages ?? []} isAgent onSend={send} />
        </div>
      </Drawer>
    </>
  );
}

function RaiseHand({ isRaised }: { isRaised: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const change = useMutation({
    mutationFn: async () => {
      await answered(isRaised ? lowerHand() : raiseHand({ body: { note } }));
      if (!isRaised) setNote("");
    },
    onError: (error) => void message.error(explain(error)),
  });
  const isAwaited = useAwaited(change, isRaised);
  return (
    <form
      className={styles["hand"]}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      {isRaised ? (
        <p>{t("messages.hand_is_up")}</p>
      ) : (
        <Input
          aria-label={t("messages.hand_note")}
          placeholder={t("messages.hand_note")}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      )}
      <Button htmlType="submit" loading={isAwaited} icon={<Icon name="hand" size={18} />}>
        {isRaised ? t("messages.hand_down") : t("messages.hand_up")}
      </Button>
    </form>
  );
}
