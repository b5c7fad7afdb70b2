/** Removing something: gone from sight at once, undone by one press for a few seconds. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { planRemoval, UNDO_SECONDS, undoRemoval } from "./pending-removals";

interface Removal {
  id: string;
  /** What people call it. */
  name: string;
  /** What is said of it, where it is not "removed". */
  title?: string;
  /** Removes it for good. */
  remove: () => Promise<unknown>;
  /** Loads what is left, whether or not it could be removed. */
  after: () => Promise<unknown>;
}

export function useUndoableRemoval(): (removal: Removal) => void {
  const { t } = useTranslation();
  const { notification, message } = App.useApp();
  return ({ id, name, title, remove, after }) => {
    planRemoval(id, async () => {
      await remove().catch((error) => void message.error(`${name}: ${explain(error)}`, 6));
      notification.destroy(id);
      await after();
    });
    notification.open({
      key: id,
      title: title ?? t("catalogue.removed", { name }),
      duration: UNDO_SECONDS,
      showProgress: true,
      pauseOnHover: false,
      actions: (
        <Button
          type="primary"
          onClick={() => {
            undoRemoval(id);
            notification.destroy(id);
          }}
        >
          {t("catalogue.undo")}
        </Button>
      ),
    });
  };
}
