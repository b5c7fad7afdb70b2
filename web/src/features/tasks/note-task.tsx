/** Notes a task; at a call its customer is kept with it. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { makeOwnTask } from "@/shared/api/generated/sdk.gen";
import { Icon } from "@/shared/ui/icon";
import { TaskDialog } from "./task-dialog";

interface Props {
  label: string;
  interactionId?: string;
}

export function NoteTask({ label, interactionId }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return (
    <TaskDialog
      title={label}
      saveLabel={t("tasks.save")}
      opener={(open) => (
        <Button icon={<Icon name="plus" size={17} />} onClick={open}>
          {label}
        </Button>
      )}
      save={(noted) => answered(makeOwnTask({ body: { ...noted, interaction_id: interactionId ?? null } }))}
      onSaved={() => void message.success(t("tasks.saved"))}
    />
  );
}
