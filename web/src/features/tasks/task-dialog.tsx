/** A dialog that takes down a task; it stays open while the server refuses. */
import { useMutation } from "@tanstack/react-query";
import { Modal } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { Notice } from "@/shared/ui/notice";
import { type Noted, TaskForm, type TextField } from "./task-form";

const WIDTH = 420;

interface Props {
  title: string;
  saveLabel: string;
  /** For whom the reminder is. */
  whenLabel?: string;
  start?: Noted;
  opener: (open: () => void) => ReactNode;
  save: (noted: Noted) => Promise<unknown>;
  onSaved?: () => void;
}

export function TaskDialog({ title, saveLabel, whenLabel, start, opener, save, onSaved }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const field = useRef<TextField>(null);
  const keep = useMutation({
    mutationFn: save,
    onSuccess: () => onSaved?.(),
  });
  const open = () => {
    keep.reset();
    setIsOpen(true);
  };
  return (
    <>
      {opener(open)}
      <Modal
        open={isOpen}
        title={title}
        width={WIDTH}
        footer={null}
        destroyOnHidden
        onCancel={() => setIsOpen(false)}
        afterOpenChange={(isShown) => isShown && field.current?.focus()}
      >
        <TaskForm
          field={field}
          {...(start ? { start } : {})}
          whenLabel={whenLabel ?? t("tasks.when")}
          saveLabel={saveLabel}
          isBusy={keep.isPending}
          error={keep.error && <Notice tone="danger">{explain(keep.error)}</Notice>}
          onSave={(noted) => keep.mutate(noted, { onSuccess: () => setIsOpen(false) })}
        />
      </Modal>
    </>
  );
}
