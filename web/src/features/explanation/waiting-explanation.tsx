/** Why somebody still waits: agent by agent, those with the fewest obstacles first. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { explainWaiting } from "@/shared/api/generated/sdk.gen";
import { explain, Problem } from "@/shared/api/problems";
import type { AgentState } from "@/shared/live/entities";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import styles from "./explanation.module.css";
import { PairRow } from "./pair-row";

const REFRESH_MS = 3_000;

export function WaitingExplanation({ id }: { id: string }) {
  const { t } = useTranslation();
  const told = useQuery({
    queryKey: ["why", "waiting", id],
    queryFn: () => answered(explainWaiting({ path: { interaction_id: id } })),
    refetchInterval: ({ state }) => (state.error ? false : REFRESH_MS),
    staleTime: 0,
  });
  if (told.error instanceof Problem && told.error.status === 404)
    return <Notice tone="info">{t("why.gone")}</Notice>;
  if (told.error) return <Notice tone="danger">{explain(told.error)}</Notice>;
  if (!told.data) return <EmptyHint title={t("page.loading")} />;
  const { agents, agent_count, waiting } = told.data;
  return (
    <>
      <p className={styles["lead"]}>
        {t("why.place", { place: waiting.position, queue: waiting.queue.name })} · {t("why.lead_waiting")}
      </p>
      {agents.length === 0 && <EmptyHint title={t("why.no_agents")} />}
      <ul>
        {agents.map((pair) => (
          <PairRow
            key={pair.agent.id}
            agentId={pair.agent.id}
            interactionId={id}
            name={pair.agent.name}
            beside={<AgentStateTag state={pair.agent.state as AgentState} />}
            obstacles={pair.obstacles}
          />
        ))}
      </ul>
      {agent_count > agents.length && <p>{t("why.more", { count: agent_count - agents.length })}</p>}
    </>
  );
}
