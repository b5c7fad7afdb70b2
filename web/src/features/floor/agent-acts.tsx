/** All that a supervisor sees and does about one agent. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { lowerAgentHand } from "@/shared/api/generated/sdk.gen";
import type { InHand as Item, LiveAgent } from "@/shared/live/floor-entities";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { useWhen } from "@/shared/time/use-when";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { useReasonName } from "@/shared/ui/reason-name";
import { useAct } from "@/shared/ui/use-act";
import { AgentMessages } from "./agent-messages";
import { AgentStateForm } from "./agent-state-form";
import { AssignmentForm } from "./assignment-form";
import styles from "./floor.module.css";
import { InHand } from "./in-hand";
import { LetBack } from "./let-back";

interface Props {
  id: string;
  extra?: ((item: Item) => ReactNode) | undefined;
  /** What the agent has to do. */
  tasks: ReactNode;
  /** Why the agent gets no call. */
  explanation: ReactNode;
}

export function AgentActs({ id, extra, tasks, explanation }: Props) {
  const { t } = useTranslation();
  const agent = useEntities("agent")[id];
  const reasonName = useReasonName();
  const when = useWhen();
  if (!agent) return <Notice tone="info">{t("floor.agent_gone")}</Notice>;
  const reason = reasonName(agent.reason_id, agent.reason_name ?? null);
  const isPaused = agent.state === "not_ready" || agent.state === "blocked";
  return (
    <div className={styles["acts"]}>
      <p className={styles["line"]}>
        <AgentStateTag state={agent.state} />
        {isPaused && reason && <span>{reason}</span>}
        <ElapsedTime since={agent.since} />
        {isPaused && <span>{t("floor.since", { at: when.moment(agent.since) })}</span>}
        {agent.teams.map((team) => (
          <span key={team.id} className={styles["team"]}>
            {team.name}
          </span>
        ))}
      </p>
      {!isPaused && agent.presence === "not_ready" && (
        <p className={styles["line"]}>
          {t("floor.pause_follows", { reason, at: when.moment(agent.chosen_at) })}
        </p>
      )}
      {agent.hand && <RaisedHand agent={agent} />}
      {agent.block && <Blocked agent={agent} />}
      <Part title={t("floor.in_hand")}>
        <InHand agent={agent} extra={extra} />
      </Part>
      <Part title={t("floor.messages")}>
        <AgentMessages agent={agent} />
      </Part>
      {tasks && <Part title={t("tasks.of_agent")}>{tasks}</Part>}
      <Part title={t("floor.state")}>
        <AgentStateForm agent={agent} />
      </Part>
      <Part title={t("floor.assignment")}>
        <AssignmentForm agentId={agent.id} />
      </Part>
      <Part title={t("floor.why")}>{explanation}</Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles["part"]}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function RaisedHand({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  const lower = useAct(() => answered(lowerAgentHand({ path: { agent_id: agent.id } })));
  return (
    <div className={styles["hand"]}>
      <Icon name="hand" size={20} />
      <span>
        <strong>{t("floor.hand_up")}</strong> {agent.hand?.note}
      </span>
      <Button loading={lower.isPending} onClick={() => lower.mutate(undefined)}>
        {t("floor.lower_hand")}
      </Button>
    </div>
  );
}

function Blocked({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  return (
    <div className={styles["hand"]}>
      <Icon name="warning" size={20} />
      <span>
        {t("floor.blocked", {
          count: agent.block?.missed_offers ?? 0,
          queue: agent.block?.queue_name ?? "",
        })}
      </span>
      <LetBack agentId={agent.id} />
    </div>
  );
}
