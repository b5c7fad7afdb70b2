/** The supervisor's board: queues, who waits, who works; and why any two are not connected. */
import { Link } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AgentBoard } from "@/features/board/agent-board";
import { QueueBoard } from "@/features/board/queue-board";
import { WaitingBoard } from "@/features/board/waiting-board";
import { WaitingExplanation } from "@/features/explanation/waiting-explanation";
import { Broadcast } from "@/features/floor/broadcast";
import { WaitingActs } from "@/features/floor/waiting-acts";
import { GoalsButton } from "@/features/goals/team-goals";
import { ParkedBoard } from "@/features/parking/parked-board";
import { TechnologyPanel } from "@/features/technology/technology-panel";
import { TrunkAlert } from "@/features/trunks/trunk-alert";
import { may, useSession } from "@/shared/session/session";
import { AgentDrawer } from "./agent-drawer";
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
  const mayAct = may(session, "supervision.floor.act");
  const ask = (kind: Asked["kind"]) => (id: string, name: string) => setAsked({ kind, id, name });
  return (
    <div className={styles["board"]}>
      <header className={styles["head"]}>
        <h1>{t("board.title")}</h1>
        <nav aria-label={t("board.more")} className={styles["links"]}>
          {may(session, "supervision.wallboard.read") && <Link to="/wallboards">{t("wallboard.many")}</Link>}
          {may(session, "workforce.shift.read") && <Link to="/plan">{t("nav.plan")}</Link>}
          {may(session, "supervision.floor_map.read") && <Link to="/floor">{t("floor_map.title")}</Link>}
          {may(session, "reporting.past.read") && <Link to="/time-machine">{t("nav.time_machine")}</Link>}
          {may(session, "reporting.what_if.read") && <Link to="/what-if">{t("nav.what_if")}</Link>}
        </nav>
        {mayAct && (
          <span className={styles["acts"]}>
            <GoalsButton />
            <Broadcast />
          </span>
        )}
      </header>
      <TrunkAlert />
      <QueueBoard />
      <div className={styles["people"]}>
        <AgentBoard onOpen={mayAsk || mayAct ? ask("agent") : undefined} />
        <WaitingBoard onOpen={mayAsk || mayAct ? ask("waiting") : undefined} />
      </div>
      <ParkedBoard mayAct={mayAct} />
      <TechnologyPanel />
      <AgentDrawer agent={asked?.kind === "agent" ? asked : null} onClose={() => setAsked(null)} />
      <Drawer
        open={asked?.kind === "waiting"}
        onClose={() => setAsked(null)}
        destroyOnHidden
        size={560}
        title={asked?.name}
      >
        {asked?.kind === "waiting" && (
          <>
            {mayAct && <WaitingActs key={asked.id} id={asked.id} />}
            {mayAsk && (
              <section className={styles["why"]}>
                <h3>{t("board.open_why_waiting", { name: asked.name })}</h3>
                <WaitingExplanation id={asked.id} />
              </section>
            )}
          </>
        )}
      </Drawer>
    </div>
  );
}
