/** Letting a screen show a wallboard: it gets an address of its own, which is shown this once. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { addDisplay } from "@/shared/api/generated/sdk.gen";
import { useBoardAct } from "./use-board-act";
import styles from "./wallboard-list.module.css";

export function NewDisplay({ wallboardId, wallboardName }: { wallboardId: string; wallboardName: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const field = useId();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const add = useBoardAct(async () => {
    const added = await answered(addDisplay({ body: { name, wallboard_id: wallboardId } }));
    await queries.invalidateQueries({ queryKey: ["displays"] });
    // After the #, so that the key is in no server's log.
    return `${location.origin}/display#${added.key}`;
  });
  const close = () => {
    setOpen(false);
    setName("");
    add.reset();
  };
  const copy = async (address: string) => {
    await navigator.clipboard.writeText(address);
    void message.success(t("wallboard.copied"));
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("wallboard.show_on")}
      </Button>
      <Modal
        open={isOpen}
        title={t("wallboard.show_on_title", { name: wallboardName })}
        okText={t(add.data ? "wallboard.done" : "wallboard.make_address")}
        cancelText={t("form.cancel")}
        cancelButtonProps={{ hidden: add.data !== undefined }}
        okButtonProps={{ disabled: !add.data && !name.trim(), loading: add.isPending }}
        onOk={() => (add.data ? close() : add.mutate(undefined))}
        onCancel={close}
        destroyOnHidden
      >
        <div className={styles["form"]}>
          <p>{t("wallboard.show_on_lead")}</p>
          <label htmlFor={field}>{t("wallboard.display_name")}</label>
          <Input
            id={field}
            value={name}
            maxLength={100}
            disabled={add.data !== undefined}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        {add.data && (
          <>
            <p className={styles["address"]}>
              <Input readOnly value={add.data} aria-label={t("wallboard.address")} />
              <Button onClick={() => void copy(add.data)}>{t("wallboard.copy")}</Button>
            </p>
            <p>{t("wallboard.once")}</p>
          </>
        )}
      </Modal>
    </>
  );
}
