/** Deciding that nothing is to be done about a lost call: never without a reason. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Popover } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { dismissLost } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Notice } from "@/shared/ui/notice";
import styles from "./lost-calls.module.css";

export function DismissForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const field = useId();
  const dismiss = useMutation({
    mutationFn: () => answered(dismissLost({ path: { id }, body: { reason: reason.trim() } })),
    onSuccess: onDone,
  });
  const form = (
    <form
      className={styles["dismiss"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) dismiss.mutate();
      }}
    >
      <label htmlFor={field}>{t("lost_calls.reason")}</label>
      <Input id={field} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      {dismiss.error && <Notice tone="danger">{explain(dismiss.error)}</Notice>}
      <Button htmlType="submit" type="primary" disabled={!reason.trim()} loading={dismiss.isPending}>
        {t("lost_calls.dismiss")}
      </Button>
    </form>
  );
  return (
    <Popover content={form} trigger="click">
      <Button size="small" type="text">
        {t("lost_calls.dismiss")}
      </Button>
    </Popover>
  );
}
