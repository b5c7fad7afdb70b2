/** How long the wrap-up may still take, and more time where the queue gives some. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { extendWrapUp } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Work } from "@/shared/live/entities";
import { useSecondsLeft } from "@/shared/time/elapsed-time";
import { clockText } from "@/shared/time/spans";
import { oneClick } from "@/shared/ui/one-click";
import { StateTag } from "@/shared/ui/state-tag";
import { useAwaited } from "@/shared/ui/use-awaited";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./notes-form.module.css";

export function WrapUpTime({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const left = useSecondsLeft(work.ends_by);
  const extend = useMutation({
    mutationFn: () => answered(extendWrapUp({ path: { interaction_id: work.id } })),
    onError: (error) => void message.error(explain(error)),
  });
  const isAwaited = useAwaited(extend, work.ends_by);
  const mayExtend = work.actions.includes("extend_wrap_up");
  useShortcut("KeyE", mayExtend && !isAwaited ? () => extend.mutate() : undefined);
  if (work.ends_by === null) return null;
  return (
    <span className={styles["time"]}>
      {mayExtend && (
        <Button
          size="small"
          loading={isAwaited}
          aria-keyshortcuts="Alt+E"
          onClick={oneClick(() => extend.mutate())}
        >
          {t("wrap_up.more_time")}
        </Button>
      )}
      <StateTag tone={left < 15 ? "danger" : "wrap"} icon="clock">
        <span className="figures">{t("wrap_up.left", { time: clockText(left) })}</span>
      </StateTag>
    </span>
  );
}
