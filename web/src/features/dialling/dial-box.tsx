/** Calling a number from the desk: whom, and for which queue, whose number is shown. */
import { Button, Input, type InputRef, Select } from "antd";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { usePlaceCall, useWhyNoCall } from "@/shared/calls/use-place-call";
import type { QueueFigures } from "@/shared/live/floor-entities";
import { useEntityList } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./dial-box.module.css";

const byName = (one: QueueFigures, other: QueueFigures) => one.name.localeCompare(other.name);

/** What can become a number: digits, a plus in front, and what people put between. */
export function isNumber(text: string): boolean {
  return /^\+?[0-9]{2,20}$/.test(text.replace(/[ \-()./]/g, ""));
}

export function DialBox() {
  const { t } = useTranslation();
  const ids = { number: useId(), queue: useId() };
  const field = useRef<InputRef>(null);
  const queues = useEntityList("queue", byName);
  const whyNot = useWhyNoCall();
  const call = usePlaceCall();
  const [number, setNumber] = useState("");
  const [chosen, setChosen] = useState<string>();
  const mayCall = whyNot === null && isNumber(number);
  useShortcut("KeyD", whyNot === null ? () => field.current?.focus() : undefined);
  if (whyNot === undefined || queues.length === 0) return null;
  const queue = queues.find(({ id }) => id === chosen) ?? queues[0];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!mayCall || call.isPending) return;
    const body = { number: number.trim(), ...(queue ? { queue_id: queue.id } : {}) };
    call.mutate(body, { onSuccess: () => setNumber((next) => (next === number ? "" : next)) });
  };
  return (
    <Panel title={t("dialling.title")}>
      <form className={styles["form"]} onSubmit={submit}>
        <label htmlFor={ids.number} className="unseen">
          {t("dialling.number")}
        </label>
        <Input
          id={ids.number}
          ref={field}
          type="tel"
          autoComplete="off"
          maxLength={40}
          placeholder={t("dialling.number")}
          aria-keyshortcuts="Alt+D"
          value={number}
          onChange={({ target }) => {
            setNumber(target.value);
            // What was refused is not what is written now.
            call.reset();
          }}
        />
        <Button
          type="primary"
          htmlType="submit"
          disabled={!mayCall}
          loading={call.isPending}
          icon={<Icon name="phone" size={18} />}
        >
          {t("dialling.call")}
        </Button>
        {queues.length > 1 && (
          <div className={styles["queue"]}>
            <label htmlFor={ids.queue}>{t("dialling.for")}</label>
            <Select
              id={ids.queue}
              {...(queue ? { value: queue.id } : {})}
              options={queues.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setChosen}
            />
          </div>
        )}
      </form>
      {whyNot !== null && <p className={styles["soft"]}>{t(`dialling.why_not.${whyNot}`)}</p>}
      {call.error && <Notice tone="danger">{explain(call.error)}</Notice>}
    </Panel>
  );
}
