/** Has somebody called back: whom, on behalf of which queue, when, by whom. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { requestCallBack } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { instantOf } from "@/shared/time/wished";
import { clearing } from "@/shared/ui/clearing";
import { Icon } from "@/shared/ui/icon";
import { MomentInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";

interface Wanted {
  number: string;
  queue_id: string;
  when?: string;
  agent_id?: string | null;
  note?: string;
}

export function NewCallBack() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button icon={<Icon name="plus" size={18} />} onClick={() => setIsOpen(true)}>
        {t("call_backs.add")}
      </Button>
      <Modal open={isOpen} title={t("call_backs.add")} footer={null} onCancel={close} destroyOnHidden>
        <CallBackForm onDone={close} />
      </Modal>
    </>
  );
}

function CallBackForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const queues = useChoices("/v1/queues");
  const agents = useChoices("/v1/agents");
  const ask = useMutation({
    mutationFn: ({ number, queue_id, when = "", agent_id = null, note = "" }: Wanted) =>
      answered(
        requestCallBack({
          body: { number: number.replace(/[\s()-]/g, ""), queue_id, due_at: instantOf(when), agent_id, note },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["call-backs"] }),
  });
  const required = [{ required: true, message: t("form.required") }];
  return (
    <Form<Wanted>
      layout="vertical"
      requiredMark={false}
      onFinish={(wanted) => ask.mutate(wanted, { onSuccess: onDone })}
    >
      <Form.Item name="number" label={t("call_backs.number")} rules={required}>
        <Input inputMode="tel" maxLength={30} />
      </Form.Item>
      <Form.Item name="queue_id" label={t("interactions.queue")} rules={required}>
        <Select options={queues} showSearch optionFilterProp="label" placeholder={t("form.choose")} />
      </Form.Item>
      <Form.Item name="when" label={t("call_backs.due")} extra={t("call_backs.when_empty")}>
        <MomentInput />
      </Form.Item>
      <Form.Item name="agent_id" label={t("call_backs.agent")}>
        <Select
          allowClear={clearing()}
          showSearch
          optionFilterProp="label"
          options={agents}
          placeholder={t("call_backs.anybody")}
        />
      </Form.Item>
      <Form.Item name="note" label={t("call_backs.note")}>
        <Input maxLength={200} />
      </Form.Item>
      {ask.error && <Notice tone="danger">{explain(ask.error)}</Notice>}
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        {t("call_backs.add")}
      </Button>
    </Form>
  );
}
