/** Removing a record: gone from the list at once, undone by one press for a few seconds. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { deleteAt } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import type { StoredRecord } from "@/shared/api/records";
import type { Kind } from "./model/kind";
import { planRemoval, UNDO_SECONDS, undoRemoval } from "./model/pending-removals";

export function useRemoval(kind: Kind): (record: StoredRecord) => void {
  const { t } = useTranslation();
  const { notification, message } = App.useApp();
  const queries = useQueryClient();
  const forget = async (record: StoredRecord) => {
    try {
      await deleteAt(`${kind.path}/${encodeURIComponent(record.id)}`);
    } catch (error) {
      void message.error(`${record.name}: ${explain(error)}`, 6);
    }
    await queries.invalidateQueries({ queryKey: ["catalogue"] });
  };
  return (record) => {
    planRemoval(record.id, () => forget(record));
    notification.open({
      key: record.id,
      title: t("catalogue.removed", { name: record.name }),
      duration: UNDO_SECONDS,
      showProgress: true,
      pauseOnHover: false,
      actions: (
        <Button
          type="primary"
          onClick={() => {
            undoRemoval(record.id);
            notification.destroy(record.id);
          }}
        >
          {t("catalogue.undo")}
        </Button>
      ),
    });
  };
}
