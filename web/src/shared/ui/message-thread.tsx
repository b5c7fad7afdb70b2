/** Messages of one thread, oldest first, and the line below them to write another. */
import { Button, Input } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/shared/live/entities";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "./empty-hint";
import { Icon } from "./icon";
import styles from "./message-thread.module.css";

const LONGEST = 1_000;

interface Props {
  messages: readonly ThreadMessage[];
  /** Whose side of the thread this is: own messages stand on the right. */
  isAgent: boolean;
  onSend: (text: string) => Promise<unknown>;
}

export function MessageThread({ messages, isAgent, onSend }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const end = useRef<HTMLLIElement>(null);
  const newest = messages.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what it waits for.
  useEffect(() => {
    // Braces: some browsers return a promise, which would be taken for a way to clean up.
    end.current?.scrollIntoView?.({ block: "nearest" });
  }, [newest]);
  return (
    <div className={styles["thread"]}>
      {messages.length === 0 && <EmptyHint title={t("messages.none")} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must take the keys. */}
      <ol className={styles["list"]} aria-label={t("messages.title")} aria-live="polite" tabIndex={0}>
        {messages.map((message) => (
          <li
            key={message.id}
            ref={message.id === newest ? end : null}
            className={message.is_from_agent === isAgent ? styles["own"] : styles["other"]}
          >
            <span className={styles["head"]}>
              {message.sender_name} · <time dateTime={message.at}>{when.moment(message.at)}</time>
              {message.is_broadcast && ` · ${t("messages.to_several")}`}
            </span>
            {message.presence && (
              <strong className={styles["state"]}>
                {t("messages.state_set", {
                  state: message.reason_name ?? t(`presence.${message.presence}`),
                })}
              </strong>
            )}
            {message.text && <span className={styles["text"]}>{message.text}</span>}
          </li>
        ))}
      </ol>
      <Composer onSend={onSend} />
    </div>
  );
}

function Composer({ onSend }: { onSend: Props["onSend"] }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  // One after another: side by side the later one could arrive first.
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!text.trim()) return;
    // What is written from now on is the next message.
    setText("");
    before.current = before.current
      .then(() => onSend(text))
      // Whoever gave `onSend` has said why; what was written comes back.
      .catch(() => setText((next) => (next ? `${text}\n${next}` : text)));
  };
  return (
    <form className={styles["composer"]} onSubmit={send}>
      <Input.TextArea
        autoSize={{ minRows: 1, maxRows: 5 }}
        maxLength={LONGEST}
        value={text}
        aria-label={t("messages.write")}
        placeholder={t("messages.write")}
        onChange={({ target }) => setText(target.value)}
        onPressEnter={(event) => {
          // Enter ends a word in Chinese input; Shift and Enter begin a new line.
          if (!event.shiftKey && !event.nativeEvent.isComposing) send(event);
        }}
      />
      <Button type="primary" htmlType="submit" disabled={!text.trim()} icon={<Icon name="up" size={18} />}>
        {t("messages.send")}
      </Button>
    </form>
  );
}
