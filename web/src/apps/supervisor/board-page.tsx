/** The supervisor's board: queues, who waits, who works; and why any two are not connected. */
import { Link } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AgentBoard } from "@/features/board/agent-board";
import { QueueBoard } from "@/features/board/queue-board";
import { WaitingBoard } from "@/features/board/waiting-board";
import { AgentExplanation } from "@/features/explanation/agent-explanation";
import { WaitingExplanation } from "@/features/explanation/waiting-explanation";
import { may, useSession } from "@/shared/session/session";
import styles from "./board-page.module.css";

interface Asked {
  kind: "agent" | "waiting";
  id: string;
  name: string;
}

export function BoardPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayAsk = may(session, "routing.explanation.read");
  const ask = (kind: Asked["kind"]) => (id: string, name: string) => setAsked({ kind, id, name });
  return (
    <div className={styles["board"]}>
      <header className={styles["head"]}>
        <h1>{t("board.title")}</h1>
        <nav aria-label={t("board.past")} className={styles["links"]}>
          {may(session, "reporting.past.read") && <Link to="/time-machine">{t("nav.time_machine")}</Link>}
          {may(session, "reporting.what_if.read") && <Link to="/what-if">{t("nav.what_if")}</Link>}
        </nav>
      </header>
      <QueueBoard />
      <div className={styles["people"]}>
        <AgentBoard onOpen={mayAsk ? ask("agent") : undefined} />
        <WaitingBoard onOpen={mayAsk ? ask("waiting") : undefined} />
      </div>
      <Drawer
        open={asked !== null}
        onClose={() => setAsked(null)}
        destroyOnHidden
        size={560}
        title={
          asked &&
          t(asked.kind === "agent" ? "board.open_why_agent" : "board.open_why_waiting", { name: asked.name })
        }
      >
        {asked?.kind === "agent" && <AgentExplanation id={asked.id} />}
        {asked?.kind === "waiting" && <WaitingExplanation id={asked.id} />}
      </Drawer>
    </div>
  );
}
