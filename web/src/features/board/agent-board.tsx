/** All agents, live: first those whom no call can reach, then those who work, then by name. */
import { Input } from "antd";
import { memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LiveAgent } from "@/shared/live/entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { useReasonName } from "@/shared/ui/reason-name";
import { WindowedGrid } from "@/shared/ui/windowed-grid";
import styles from "./board.module.css";
import { byUrgency, isOutOfReach } from "./model/agent-order";
import { type Open, OpeningName } from "./opening-name";

// With fewer one sees them all at once.
const MANY = 24;
const CARD = { width: 250, height: 72 };

export function AgentBoard({ onOpen }: { onOpen: Open }) {
  const { t } = useTranslation();
  const agents = useEntityList("agent", byUrgency);
  const isKnown = useHasSnapshot();
  const [wanted, setWanted] = useState("");
  const found = useMemo(() => {
    const part = wanted.trim().toLocaleLowerCase();
    return part ? agents.filter(({ name }) => name.toLocaleLowerCase().includes(part)) : agents;
  }, [agents, wanted]);
  const present = agents.filter((agent) => agent.state !== "offline").length;
  const unreachable = agents.filter(isOutOfReach).length;
  return (
    <Panel
      title={t("board.agents")}
      extra={
        <span className={`${styles["count"]} figures`}>
          {present} / {agents.length}
        </span>
      }
    >
      {unreachable > 0 && (
        <p className={styles["warning"]}>
          <Icon name="warning" size={17} /> {t("board.ready_without_phone", { count: unreachable })}
        </p>
      )}
      {isKnown && agents.length === 0 && <EmptyHint title={t("board.no_agents")} />}
      {agents.length > MANY && (
        <Input
          allowClear
          className={styles["find"] ?? ""}
          prefix={<Icon name="search" size={17} />}
          aria-label={t("board.find_agent")}
          placeholder={t("board.find_agent")}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      )}
      <WindowedGrid
        items={found}
        idOf={idOf}
        cardWidth={CARD.width}
        cardHeight={CARD.height}
        label={t("board.agents")}
      >
        {(agent) => <AgentCard agent={agent} onOpen={onOpen} />}
      </WindowedGrid>
    </Panel>
  );
}

const idOf = (agent: LiveAgent) => agent.id;

const AgentCard = memo(function AgentCard({ agent, onOpen }: { agent: LiveAgent; onOpen: Open }) {
  const { t } = useTranslation();
  const reasonName = useReasonName();
  const reason = reasonName(agent.reason_id, agent.reason_name ?? null);
  const isMissing = agent.state !== "offline" && !agent.phone.is_reachable;
  return (
    <div className={`${styles["agent"]} ${isOutOfReach(agent) ? styles["out"] : ""}`}>
      <OpeningName name={agent.name} onOpen={onOpen && (() => onOpen(agent.id, agent.name))} />
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
    </div>
  );
});
