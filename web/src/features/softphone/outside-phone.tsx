/** The phone outside at which an agent is called, and where to change it if the agent may. */
import { useMutation } from "@tanstack/react-query";
import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { setOwnNumber } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { OwnPhone } from "@/shared/live/entities";
import { StateTag } from "@/shared/ui/state-tag";
import styles from "./phone-status.module.css";

export function OutsidePhone({ phone }: { phone: OwnPhone }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const number = phone.number ?? "";
  const tag = (
    <StateTag tone={number ? "ready" : "danger"} icon={number ? "phone" : "warning"}>
      {number ? t("phone.outside.at", { number }) : t("phone.outside.none")}
    </StateTag>
  );
  if (!phone.may_set_number) return tag;
  return (
    <>
      <button
        type="button"
        className={styles["open"]}
        title={t("phone.outside.change")}
        onClick={() => setIsOpen(true)}
      >
        {tag}
      </button>
      {isOpen && <NumberDialog number={number} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function NumberDialog({ number, onClose }: { number: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [wanted, setWanted] = useState(number);
  const save = useMutation({
    mutationFn: () => answered(setOwnNumber({ body: { number: wanted.trim() } })),
    onSuccess: () => {
      void message.success(t(wanted.trim() ? "phone.outside.saved" : "phone.outside.cleared"));
      onClose();
    },
  });
  const refusal = save.error ? explain(save.error) : null;
  return (
    <Modal
      open
      title={t("phone.outside.title")}
      okText={t("phone.outside.save")}
      onOk={() => save.mutate()}
      confirmLoading={save.isPending}
      onCancel={onClose}
      width={440}
    >
      <Form layout="vertical" onFinish={() => save.mutate()}>
        <Form.Item
          label={t("phone.outside.label")}
          htmlFor="outside-number"
          extra={t("phone.outside.hint")}
          {...(refusal ? { validateStatus: "error" as const, help: refusal } : {})}
        >
          <Input
            id="outside-number"
            type="tel"
            autoComplete="tel"
            maxLength={32}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
