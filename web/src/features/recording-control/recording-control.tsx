/** Whether what is said is recorded, and the button that stops it while secrets are told. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { pauseRecording, resumeRecording } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Work } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { oneClick } from "@/shared/ui/one-click";
import { useAwaited } from "@/shared/ui/use-awaited";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./recording-control.module.css";

export function RecordingControl({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const path = { interaction_id: work.id };
  const onError = (error: unknown) => void message.error(explain(error));
  const pause = useMutation({
    mutationFn: () => answered(pauseRecording({ path, body: { reason: "agent" } })),
    onError,
  });
  const resume = useMutation({ mutationFn: () => answered(resumeRecording({ path })), onError });
  const mayPause = work.actions.includes("pause_recording");
  const mayResume = work.actions.includes("resume_recording");
  const act = mayResume ? resume : pause;
  const isPauseAwaited = useAwaited(pause, mayResume);
  const isResumeAwaited = useAwaited(resume, mayResume);
  const mayAct = (mayPause || mayResume) && !(mayResume ? isResumeAwaited : isPauseAwaited);
  useShortcut("KeyR", mayAct ? () => act.mutate() : undefined);
  if (mayResume)
    return (
      <div className={styles["paused"]} role="status">
        <Icon name="pause" />
        <span className={styles["text"]}>
          {t("recording.paused")} {work.recording.since && <ElapsedTime since={work.recording.since} />}
        </span>
        <Button
          type="primary"
          loading={isResumeAwaited}
          aria-keyshortcuts="Alt+R"
          onClick={oneClick(() => resume.mutate())}
        >
          {t("recording.resume")}
        </Button>
      </div>
    );
  if (!mayPause) return null;
  return (
    <div className={styles["row"]}>
      <span className={styles["state"]}>
        <span className={styles["running"]}>
          <Icon name="dot" size={24} />
        </span>
        {t("recording.running")}
      </span>
      <Button
        icon={<Icon name="pause" size={18} />}
        loading={isPauseAwaited}
        aria-keyshortcuts="Alt+R"
        onClick={oneClick(() => pause.mutate())}
      >
        {t("recording.pause")}
      </Button>
    </div>
  );
}
