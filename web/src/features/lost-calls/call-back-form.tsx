/** Having somebody called back at the time they wish; for a queue, where the call reached none. */
import { useMutation } from "@tanstack/react-query";
import { Button, Popover, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { callBackLost } from "@/shared/api/generated/sdk.gen";
import type { LostCallView } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { instantOf } from "@/shared/time/wished";
import { MomentInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";
import styles from "./lost-calls.module.css";

interface Props {
  call: LostCallView;
  onDone: () => void;
}

export function CallBackForm({ call, onDone }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const form = (
    <WishForm
      call={call}
      onDone={() => {
        setIsOpen(false);
        onDone();
      }}
    />
  );
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={setIsOpen} destroyOnHidden>
      <Button size="small" type={call.queue_id ? "default" : "primary"}>
        {t("lost_calls.call_back_at")}
      </Button>
    </Popover>
  );
}

function WishForm({ call, onDone }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const [queueId, setQueueId] = useState(call.queue_id);
  const [local, setLocal] = useState("");
  const field = useId();
  const ask = useMutation({
    mutationFn: () =>
      answered(
        callBackLost({
          path: { id: call.id },
          body: { agent_id: call.agent_id, queue_id: queueId, due_at: instantOf(local) },
        }),
      ),
    onSuccess: onDone,
  });
  return (
    <form
      className={styles["dismiss"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (queueId) ask.mutate();
      }}
    >
      {call.queue_id === null && (
        <Select
          value={queueId}
          options={queues}
          showSearch
          optionFilterProp="label"
          aria-label={t("interactions.queue")}
          placeholder={t("interactions.queue")}
          onChange={setQueueId}
        />
      )}
      <label htmlFor={field}>{t("call_backs.due")}</label>
      <MomentInput id={field} value={local} onChange={setLocal} />
      <span className={styles["count"]}>{t("call_backs.when_empty")}</span>
      {ask.error && <Notice tone="danger">{explain(ask.error)}</Notice>}
      <Button htmlType="submit" type="primary" disabled={!queueId} loading={ask.isPending}>
        {t("lost_calls.call_back")}
      </Button>
    </form>
  );
}
