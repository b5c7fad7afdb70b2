/** The last half minute of a conversation that goes on, to be heard at once; who hears it is noted. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./recording-control.module.css";

export function LastSeconds({ interactionId }: { interactionId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const ask = () => {
    setFailed(false);
    setAsked(asked + 1);
  };
  const url = `/v1/interactions/${encodeURIComponent(interactionId)}/last-seconds?asked=${asked}`;
  return (
    <div className={styles["row"]}>
      <Button icon={<Icon name="ear" size={18} />} onClick={ask}>
        {t("interactions.hear_last")}
      </Button>
      {asked > 0 && !hasFailed && (
        // biome-ignore lint/a11y/useMediaCaption: a telephone call has no caption track
        <audio
          key={asked}
          controls
          autoPlay
          src={url}
          aria-label={t("interactions.last_seconds")}
          onError={() => setFailed(true)}
        />
      )}
      {hasFailed && <Notice tone="pause">{t("interactions.nothing_to_hear")}</Notice>}
    </div>
  );
}
