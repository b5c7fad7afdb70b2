/** An agent promises the customer in hand another call, at a time that the customer wishes. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { requestOwnCallBack } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Work } from "@/shared/live/entities";
import { instantOf } from "@/shared/time/wished";
import { Icon } from "@/shared/ui/icon";
import { MomentInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";
import styles from "./call-backs.module.css";

const OWN = ["own-call-backs"];

/** Nothing where there is nobody to call: no number, a hidden one, or no queue to call for. */
export function PromiseCallBack({ work }: { work: Work }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { number } = work.customer;
  if (!work.queue || !/^\+?[0-9]{2,20}$/.test(number)) return null;
  const form = <PromiseForm number={number} queueId={work.queue.id} onDone={() => setIsOpen(false)} />;
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={setIsOpen} destroyOnHidden>
      <Button icon={<Icon name="clock" size={17} />}>{t("own_call_backs.promise")}</Button>
    </Popover>
  );
}

interface FormProps {
  number: string;
  queueId: string;
  onDone: () => void;
}

function PromiseForm({ number, queueId, onDone }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [local, setLocal] = useState("");
  const [note, setNote] = useState("");
  const [isOwn, setIsOwn] = useState(true);
  const ask = useMutation({
    mutationFn: () =>
      answered(
        requestOwnCallBack({
          body: { number, queue_id: queueId, due_at: instantOf(local), is_own: isOwn, note: note.trim() },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: OWN }),
  });
  return (
    <form
      className={styles["change"]}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(undefined, { onSuccess: onDone });
      }}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label>
        {t("call_backs.due")}
        <MomentInput value={local} onChange={setLocal} />
      </label>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label>
        {t("call_backs.note")}
        <Input maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
      </label>
      <Checkbox checked={isOwn} onChange={({ target }) => setIsOwn(target.checked)}>
        {t("own_call_backs.is_own")}
      </Checkbox>
      {ask.error && <Notice tone="danger">{explain(ask.error)}</Notice>}
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        {t("own_call_backs.promise")}
      </Button>
    </form>
  );
}
