/** Saving can be taken back for a while: the notice that says it was saved has the way back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { deleteAt } from "@/shared/api/client";
import { putJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import type { StoredRecord } from "@/shared/api/records";
import type { Kind } from "./model/kind";
import { toBody } from "./model/to-body";

const UNDO_SECONDS = 12;
// The latest takes the place of the one before.
const SAVED = "saved";

interface Done {
  saved: StoredRecord;
  /** Null for a record that was added. */
  before: StoredRecord | null;
}

export function useUndo(kind: Kind) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message, notification } = App.useApp();
  const undo = useMutation({
    mutationFn: async ({ saved, before }: Done) => {
      const url = `${kind.path}/${encodeURIComponent(saved.id)}`;
      if (!before) await deleteAt(url);
      else await putJson(url, { ...toBody(kind, before, before), version: saved.version });
    },
    onSuccess: () => void message.success(t("catalogue.undone")),
    onError: (error) => void message.error(explain(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["catalogue"] }),
  });
  return (done: Done) => {
    notification.success({
      key: SAVED,
      // Not over the buttons of a form, which are on the right.
      placement: "bottomLeft",
      title: t("catalogue.saved", { name: done.saved.name }),
      duration: UNDO_SECONDS,
      actions: (
        <Button
          onClick={() => {
            notification.destroy(SAVED);
            undo.mutate(done);
          }}
        >
          {t("catalogue.undo")}
        </Button>
      ),
    });
  };
}
