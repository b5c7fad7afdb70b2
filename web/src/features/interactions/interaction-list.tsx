/** Interactions, newest first, as the filters say. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listInteractions } from "@/shared/api/generated/sdk.gen";
import type { ListInteractionsResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { useWhen } from "@/shared/time/use-when";
import { DirectionTag } from "@/shared/ui/direction-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { OutcomeTag } from "@/shared/ui/outcome-tag";
import { type Column, RecordTable } from "@/shared/ui/record-table";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import { TicketLink } from "@/shared/ui/ticket-link";
import type { Filters } from "./interaction-filters";
import { toQuery } from "./model/to-query";

type Summary = ListInteractionsResponse["items"][number];

export function InteractionList({ filters }: { filters: Filters }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useColumns();
  const list = useInfiniteQuery({
    queryKey: ["interactions", filters],
    queryFn: ({ pageParam }) =>
      answered(
        listInteractions({
          query: { ...toQuery(filters), limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: 15_000,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error) return <Notice tone="danger">{explain(list.error)}</Notice>;
  if (list.isPending) return <EmptyHint title={t("page.loading")} />;
  if (items.length === 0) {
    return (
      <EmptyHint title={t("interactions.none")}>
        <p>{t("interactions.none_hint")}</p>
      </EmptyHint>
    );
  }
  return (
    <>
      <RecordTable
        label={t("interactions.title")}
        columns={columns}
        records={items}
        idOf={(item) => item.id}
        onOpen={({ id }) => void navigate({ to: "/interactions/$id", params: { id } })}
      />
      {list.hasNextPage && (
        <Button block onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}

const STAGES: Record<NonNullable<Summary["current"]>["kind"], [Tone, IconName]> = {
  flow: ["quiet", "keypad"],
  waiting: ["ring", "clock"],
  ringing: ["ring", "bell"],
  talk: ["busy", "headset"],
  hold: ["pause", "pause"],
  wrap_up: ["wrap", "pen"],
  outside: ["busy", "outside"],
};

/** How it ended, or what the customer is going through. */
function Outcome({ item }: { item: Summary }) {
  const { t } = useTranslation();
  if (!item.current) return <OutcomeTag outcome={item.outcome} />;
  const [tone, icon] = STAGES[item.current.kind];
  return (
    <StateTag tone={tone} icon={icon}>
      {t(`segment.${item.current.kind}`)}
    </StateTag>
  );
}

function useColumns(): Column<Summary>[] {
  const { t } = useTranslation();
  const when = useWhen();
  return useMemo(
    () => [
      {
        key: "customer",
        title: t("interactions.customer"),
        cell: (item) => (
          <Link to="/interactions/$id" params={{ id: item.id }} onClick={(event) => event.stopPropagation()}>
            {item.customer.name || item.customer.number || t("customer.unknown")}
          </Link>
        ),
      },
      {
        key: "when",
        title: t("interactions.when"),
        cell: (item) => <span className="figures">{when.moment(item.arrived_at)}</span>,
      },
      {
        key: "direction",
        title: t("interactions.direction"),
        cell: (item) => <DirectionTag direction={item.direction} />,
      },
      {
        key: "outcome",
        title: t("interactions.outcome"),
        cell: (item) => <Outcome item={item} />,
      },
      { key: "queue", title: t("interactions.queue"), cell: (item) => item.queue?.name },
      { key: "agent", title: t("interactions.agent"), cell: (item) => item.agent?.name },
      { key: "disposition", title: t("interactions.disposition"), cell: (item) => item.disposition?.name },
      {
        key: "ticket",
        title: t("interactions.ticket"),
        cell: (item) => item.ticket && <TicketLink ticket={item.ticket} address={item.ticket_address} />,
      },
      {
        key: "wait",
        title: t("interactions.wait"),
        isNumber: true,
        cell: (item) =>
          item.current?.kind === "waiting" ? (
            <ElapsedTime since={item.current.since} before={item.wait_ms} />
          ) : item.wait_ms > 0 || item.outcome !== "in_progress" ? (
            when.length(item.wait_ms)
          ) : null,
      },
      {
        key: "talk",
        title: t("interactions.talk"),
        isNumber: true,
        cell: (item) =>
          item.current?.kind === "talk" ? (
            <ElapsedTime since={item.current.since} before={item.talk_ms} />
          ) : item.talk_ms > 0 ? (
            when.length(item.talk_ms)
          ) : null,
      },
      {
        key: "recorded",
        title: t("interactions.recorded"),
        cell: (item) =>
          item.has_recording ? (
            <>
              <Icon name="volume" size={18} />
              <span className="unseen">{t("form.yes")}</span>
            </>
          ) : null,
      },
    ],
    [t, when],
  );
}
