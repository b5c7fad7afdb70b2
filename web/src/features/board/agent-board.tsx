/** All agents, live: those who work first, then by name. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { AgentState, LiveAgent } from "@/shared/live/entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { useReasonName } from "@/shared/ui/reason-name";
import styles from "./board.module.css";

const ORDER: Record<AgentState, number> = {
  offered: 0,
  handling: 1,
  wrap_up: 2,
  ready: 3,
  not_ready: 4,
  offline: 5,
};

const byState = (one: LiveAgent, other: LiveAgent) =>
  ORDER[one.state] - ORDER[other.state] || one.name.localeCompare(other.name);

export function AgentBoard() {
  const { t } = useTranslation();
  const agents = useEntityList("agent", byState);
  const isKnown = useHasSnapshot();
  const present = agents.filter((agent) => agent.state !== "offline").length;
  return (
    <Panel
      title={t("board.agents")}
      extra={
        <span className={`${styles["count"]} figures`}>
          {present} / {agents.length}
        </span>
      }
    >
      {isKnown && agents.length === 0 && <EmptyHint title={t("board.no_agents")} />}
      <ul className={styles["agents"]}>
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} />
        ))}
      </ul>
    </Panel>
  );
}

const AgentRow = memo(function AgentRow({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  const reasonName = useReasonName();
  const reason = reasonName(agent.reason_id, agent.reason_name ?? null);
  const isMissing = agent.state !== "offline" && !agent.phone.is_reachable;
  return (
    <li className={styles["agent"]}>
      <span className={styles["name"]}>{agent.name}</span>
      <ElapsedTime since={agent.since} className={styles["since"] ?? ""} />
      <span className={styles["state"]}>
        <AgentStateTag state={agent.state} />
        {reason && agent.state === "not_ready" && <span>{reason}</span>}
        {isMissing && (
          <span className={styles["missing"]}>
            <Icon name="warning" size={15} /> {t("board.phone_missing")}
          </span>
        )}
      </span>
    </li>
  );
});
