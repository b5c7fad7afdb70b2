/** The agent's own last interactions, newest first. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listOwnHistory } from "@/shared/api/generated/sdk.gen";
import type { ListOwnHistoryResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { CallButton } from "@/shared/calls/call-button";
import { useEntities, useMe } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { DirectionTag } from "@/shared/ui/direction-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { OutcomeTag } from "@/shared/ui/outcome-tag";
import { Panel } from "@/shared/ui/panel";
import { TicketLink } from "@/shared/ui/ticket-link";
import styles from "./own-history.module.css";

const KEY = ["own-history"];

/** The colleague who called this agent; an internal call bears the name of who was called. */
function calledBy({ direction, agent }: ListOwnHistoryResponse["items"][number], mine?: string) {
  return direction === "internal" && agent && agent.id !== mine ? agent.name : null;
}

export function OwnHistory() {
  const { t } = useTranslation();
  const when = useWhen();
  const me = useMe();
  const inHand = Object.keys(useEntities("work")).length;
  const queries = useQueryClient();
  const history = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) =>
      answered(listOwnHistory({ query: { limit: 20, ...(pageParam ? { before: pageParam } : {}) } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  // What has just left the hand belongs into the list.
  useEffect(() => {
    if (inHand >= 0) void queries.invalidateQueries({ queryKey: KEY });
  }, [inHand, queries]);

  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t("own_history.title")}>
      {history.error && <Notice tone="danger">{explain(history.error)}</Notice>}
      {history.isSuccess && items.length === 0 && <EmptyHint title={t("own_history.none")} />}
      <ol className={styles["list"]}>
        {items.map((item) => (
          <li key={item.id}>
            <span className={styles["who"]}>
              {calledBy(item, me?.agent_id) ||
                item.customer.name ||
                item.customer.number ||
                t("customer.unknown")}
            </span>
            <span className={`${styles["when"]} figures`}>{when.moment(item.arrived_at)}</span>
            <span className={styles["what"]}>
              <DirectionTag direction={item.direction} />
              <OutcomeTag outcome={item.outcome} />
              {item.disposition && <span>{item.disposition.name}</span>}
              {item.ticket && <TicketLink ticket={item.ticket} address={item.ticket_address} />}
            </span>
            <span className={`${styles["when"]} figures`}>
              {item.talk_ms > 0 && when.length(item.talk_ms)}
              {item.customer.number && (
                <CallButton interactionId={item.id} name={item.customer.name || item.customer.number} />
              )}
            </span>
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button block onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
          {t("list.more")}
        </Button>
      )}
    </Panel>
  );
}
