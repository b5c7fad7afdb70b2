/** Notes a task; at a call its customer is kept with it. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { makeOwnTask } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { type Noted, TaskForm } from "./task-form";

interface Props {
  label: string;
  interactionId?: string;
}

export function NoteTask({ label, interactionId }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isOpen, setIsOpen] = useState(false);
  const make = useMutation({
    mutationFn: (noted: Noted) =>
      answered(makeOwnTask({ body: { ...noted, interaction_id: interactionId ?? null } })),
    onSuccess: () => {
      setIsOpen(false);
      void message.success(t("tasks.saved"));
    },
  });
  const form = (
    <TaskForm
      whenLabel={t("tasks.when")}
      saveLabel={t("tasks.save")}
      isBusy={make.isPending}
      error={make.error && <Notice tone="danger">{explain(make.error)}</Notice>}
      onSave={make.mutate}
    />
  );
  return (
    <Popover content={form} trigger="click" open={isOpen} onOpenChange={setIsOpen} destroyOnHidden>
      <Button icon={<Icon name="plus" size={17} />}>{label}</Button>
    </Popover>
  );
}
