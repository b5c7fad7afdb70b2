/** Another time for a call-back, as the customer wishes. */
import { Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWhen } from "@/shared/time/use-when";
import { instantOf, localOf } from "@/shared/time/wished";
import { MomentInput } from "@/shared/ui/moment-input";
import styles from "./call-backs.module.css";

interface Props {
  name: string;
  dueAt: string;
  isBusy: boolean;
  onMove: (dueAt: string) => void;
}

export function TimeChange({ name, dueAt, isBusy, onMove }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const [isOpen, setIsOpen] = useState(false);
  const [local, setLocal] = useState("");
  const open = (next: boolean) => {
    if (next) setLocal(localOf(dueAt));
    setIsOpen(next);
  };
  const take = () => {
    const chosen = instantOf(local);
    if (chosen) onMove(chosen);
    setIsOpen(false);
  };
  const form = (
    <form
      className={styles["change"]}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label>
        {t("call_backs.due")}
        <MomentInput required value={local} onChange={setLocal} />
      </label>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t("form.save")}
      </Button>
    </form>
  );
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={open}>
      <Button
        size="small"
        type="text"
        className={`${styles["time"]} figures`}
        aria-label={t("call_backs.change_time", { name })}
      >
        {when.moment(dueAt)}
      </Button>
    </Popover>
  );
}
