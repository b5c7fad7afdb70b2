/** Asks before a page is left on which something was made and not saved. */
import { useBlocker } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";

export function useLeaveGuard(isUnsaved: boolean): void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  useBlocker({
    disabled: !isUnsaved,
    enableBeforeUnload: isUnsaved,
    shouldBlockFn: async () => {
      const mayLeave = await modal.confirm({
        title: t("placement.leave_sure"),
        content: t("placement.leave_means"),
        okText: t("placement.leave"),
        okButtonProps: { danger: true },
        // Whoever presses Enter without reading loses nothing.
        focusable: { autoFocusButton: "cancel" },
        cancelText: t("placement.stay"),
      });
      return !mayLeave;
    },
  });
}
