/** A button that asks for a name, makes a record with it, and goes on to where it is composed. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { postJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import type { StoredRecord } from "@/shared/api/records";
import { Icon } from "@/shared/ui/icon";

interface Props {
  path: string;
  text: "floor_map.new" | "wallboard.new";
  fresh: Record<string, unknown>;
  onMade: (id: string) => void;
  /** It is what to do next: there is none yet. */
  isFirst?: boolean;
}

export function NewRecord({ path, text, fresh, onMade, isFirst = false }: Props) {
  const { t } = useTranslation();
  const field = useId();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => postJson<StoredRecord>(path, { ...fresh, name }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["catalogue"] });
      onMade(id);
    },
    onError: (error) => void message.error(explain(error)),
  });
  return (
    <>
      <Button
        type={isFirst ? "primary" : "default"}
        icon={<Icon name="plus" size={16} />}
        onClick={() => setOpen(true)}
      >
        {t(text)}
      </Button>
      <Modal
        open={isOpen}
        title={t(text)}
        okText={t("form.add")}
        cancelText={t("form.cancel")}
        okButtonProps={{ disabled: !name.trim(), loading: make.isPending }}
        onOk={() => make.mutate()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <label htmlFor={field}>{t("placement.name")}</label>
        <Input
          id={field}
          value={name}
          maxLength={100}
          onChange={({ target }) => setName(target.value)}
          onPressEnter={() => name.trim() && !make.isPending && make.mutate()}
        />
      </Modal>
    </>
  );
}
