/** Reminds the agent, with a sound, of a customer who has been on hold for too long. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Notice } from "@/shared/ui/notice";
import styles from "./talk-card.module.css";

// As long as nothing is done about it.
const AGAIN_MS = 30_000;

interface Props {
  work: Work;
  onRemind: (title: string, body: string) => void;
}

export function HoldReminder({ work, onRemind }: Props) {
  const { t } = useTranslation();
  const since = work.state === "held" ? work.hold_overdue_since : null;
  const name = work.customer.name || work.customer.number || t("customer.unknown");
  useEffect(() => {
    if (since === null) return;
    const remind = () => onRemind(t("talk.held_long_title"), t("talk.held_long_body", { name }));
    remind();
    const timer = setInterval(remind, AGAIN_MS);
    return () => clearInterval(timer);
  }, [since, name, onRemind, t]);
  if (since === null) return null;
  return (
    <div className={styles["reminder"]}>
      <Notice tone="danger">
        {t("talk.held_long")} <ElapsedTime since={since} />
      </Notice>
    </div>
  );
}
