/** The supervisor's board: queues, who waits, who works. */
import { useTranslation } from "react-i18next";
import { AgentBoard } from "@/features/board/agent-board";
import { QueueBoard } from "@/features/board/queue-board";
import { WaitingBoard } from "@/features/board/waiting-board";
import styles from "./board-page.module.css";

export function BoardPage() {
  const { t } = useTranslation();
  return (
    <div className={styles["board"]}>
      <h1>{t("board.title")}</h1>
      <QueueBoard />
      <div className={styles["people"]}>
        <AgentBoard />
        <WaitingBoard />
      </div>
    </div>
  );
}
