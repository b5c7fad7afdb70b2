/** Why an agent has none of those who wait: customer by customer, first in line first. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { explainAgent } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import styles from "./explanation.module.css";
import { PairRow } from "./pair-row";

const REFRESH_MS = 3_000;

export function AgentExplanation({ id }: { id: string }) {
  const { t } = useTranslation();
  const live = useEntities("waiting");
  const told = useQuery({
    queryKey: ["why", "agent", id],
    queryFn: () => answered(explainAgent({ path: { agent_id: id } })),
    refetchInterval: ({ state }) => (state.error ? false : REFRESH_MS),
    staleTime: 0,
  });
  if (told.error) return <Notice tone="danger">{explain(told.error)}</Notice>;
  if (!told.data) return <EmptyHint title={t("page.loading")} />;
  const { waiting, waiting_count } = told.data;
  if (waiting.length === 0) return <EmptyHint title={t("why.nobody_waits")} />;
  return (
    <>
      <p className={styles["lead"]}>{t("why.lead_agent")}</p>
      <ul>
        {waiting.map((pair) => {
          const customer = live[pair.waiting.interaction_id]?.customer;
          return (
            <PairRow
              key={pair.waiting.interaction_id}
              agentId={id}
              interactionId={pair.waiting.interaction_id}
              name={customer?.name || customer?.number || t("customer.unknown")}
              beside={
                <span className={styles["soft"]}>
                  {t("why.place", { place: pair.waiting.position, queue: pair.waiting.queue.name })}
                  {" · "}
                  <ElapsedTime since={pair.waiting.since} />
                </span>
              }
              obstacles={pair.obstacles}
            />
          );
        })}
      </ul>
      {waiting_count > waiting.length && <p>{t("why.more", { count: waiting_count - waiting.length })}</p>}
    </>
  );
}
