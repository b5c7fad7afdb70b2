/** What was done can be taken back for a while: the notice that says so has the way back. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";

const UNDO_SECONDS = 12;
// The latest takes the place of the one before.
const DONE = "done";

interface Undoable {
  title: string;
  undo: () => Promise<unknown>;
}

/** `after` loads what is shown, whether or not it could be taken back. */
export function useUndoNotice(after: () => Promise<unknown>): (done: Undoable) => void {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const back = useMutation({
    mutationFn: (undo: Undoable["undo"]) => undo(),
    onSuccess: () => void message.success(t("catalogue.undone")),
    onError: (error) => void message.error(explain(error)),
    onSettled: after,
  });
  return ({ title, undo }) => {
    notification.success({
      key: DONE,
      // Not over the buttons of a form, which are on the right.
      placement: "bottomLeft",
      title,
      duration: UNDO_SECONDS,
      actions: (
        <Button
          onClick={() => {
            notification.destroy(DONE);
            back.mutate(undo);
          }}
        >
          {t("catalogue.undo")}
        </Button>
      ),
    });
  };
}
