/** Lost calls, newest first, each with what can be done about it: nothing leaves by age. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { assignLost, callBackLost, listLostCalls } from "@/shared/api/generated/sdk.gen";
import type { ListLostCallsResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { CallButton } from "@/shared/calls/call-button";
import { serverText } from "@/shared/i18n/server-text";
import { useWhen } from "@/shared/time/use-when";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { type Column, RecordTable } from "@/shared/ui/record-table";
import { CallBackForm } from "./call-back-form";
import { DismissForm } from "./dismiss-form";
import styles from "./lost-calls.module.css";

type LostCall = ListLostCallsResponse["items"][number];
export type LostStatus = "unhandled" | "done" | "all";
const PATH = "lost-calls";
// What the server says of a message that somebody saw to; other reasons are people's own words.
const MESSAGE_DONE = "voicemail";

export function LostCallList() {
  const { t } = useTranslation();
  const [status, setStatus] = useState<LostStatus>("unhandled");
  const list = useInfiniteQuery({
    queryKey: [PATH, status],
    queryFn: ({ pageParam }) =>
      answered(listLostCalls({ query: { status, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
  const columns = useColumns();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = list.data?.pages[0];
  return (
    <>
      <div className={styles["bar"]}>
        <Select<LostStatus>
          value={status}
          onChange={setStatus}
          aria-label={t("lost_calls.shown")}
          className={styles["status"] ?? ""}
          options={(["unhandled", "done", "all"] as const).map((value) => ({
            value,
            label: t(`lost_calls.status_${value}`),
          }))}
        />
        {counts && (
          <span className={styles["count"]}>
            {t("lost_calls.counts", { open: counts.open_count, pending: counts.pending_count })}
          </span>
        )}
        <Button href={`/v1/lost-calls/export?status=${status}`} download>
          {t("lost_calls.export")}
        </Button>
      </div>
      {list.error && <Notice tone="danger">{explain(list.error)}</Notice>}
      {list.isPending && <EmptyHint title={t("page.loading")} />}
      {list.data && items.length === 0 && (
        <EmptyHint title={t("lost_calls.none")}>
          <p>{t("lost_calls.none_hint")}</p>
        </EmptyHint>
      )}
      {items.length > 0 && (
        <RecordTable
          label={t("lost_calls.title")}
          columns={columns}
          records={items}
          idOf={(item) => item.id}
        />
      )}
      {list.hasNextPage && (
        <Button block onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}

function useColumns(): Column<LostCall>[] {
  const { t } = useTranslation();
  const when = useWhen();
  return [
    { key: "customer", title: t("interactions.customer"), cell: (item) => <Customer call={item} /> },
    {
      key: "when",
      title: t("lost_calls.lost_at"),
      cell: (item) => <span className="figures">{when.moment(item.lost_at)}</span>,
    },
    {
      key: "where",
      title: t("lost_calls.where"),
      cell: (item) => (
        <>
          {serverText(`lost_calls.layer_${item.layer}`)}
          {item.queue_name && ` · ${item.queue_name}`}
        </>
      ),
    },
    { key: "cause", title: t("lost_calls.cause"), cell: (item) => serverText(`outcome.${item.outcome}`) },
    { key: "done", title: t("lost_calls.done"), cell: (item) => <Acts call={item} /> },
  ];
}

function Customer({ call }: { call: LostCall }) {
  const { t } = useTranslation();
  return (
    <>
      {call.name && <div>{call.name}</div>}
      <span className="figures">{call.number || t("customer.unknown")}</span>
    </>
  );
}

function Acts({ call }: { call: LostCall }) {
  const { t } = useTranslation();
  const when = useWhen();
  const agents = useChoices("/v1/agents");
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: [PATH] });
  const path = { id: call.id };
  const callBack = useMutation({
    mutationFn: () => answered(callBackLost({ path, body: { agent_id: call.agent_id } })),
    onSettled: renew,
  });
  const assign = useMutation({
    mutationFn: (agentId: string | undefined) =>
      answered(assignLost({ path, body: { agent_id: agentId ?? null } })),
    onSettled: renew,
  });
  if (call.status === "done") {
    return (
      <>
        {serverText(`lost_calls.handled_${call.handled}`)}
        {call.handled_reason &&
          `: ${call.handled_reason === MESSAGE_DONE ? t("lost_calls.message_done") : call.handled_reason}`}
        {call.handled_at && <div className="figures">{when.moment(call.handled_at)}</div>}
      </>
    );
  }
  const error = callBack.error ?? assign.error;
  return (
    <div className={styles["acts"]}>
      {call.number && <CallButton interactionId={call.id} name={call.name || call.number} />}
      {call.status === "pending" ? (
        <span>{t("lost_calls.pending", { count: call.attempts })}</span>
      ) : (
        <>
          {call.number && call.queue_id && (
            <Button
              type="primary"
              size="small"
              loading={callBack.isPending}
              onClick={() => callBack.mutate()}
            >
              {t("lost_calls.call_back")}
            </Button>
          )}
          {call.number && <CallBackForm call={call} onDone={renew} />}
          <Select
            size="small"
            allowClear={clearing()}
            value={call.agent_id}
            placeholder={t("lost_calls.assign")}
            aria-label={t("lost_calls.assign")}
            options={agents}
            onChange={(agentId) => assign.mutate(agentId ?? undefined)}
            className={styles["agent"] ?? ""}
          />
          <DismissForm id={call.id} onDone={renew} />
        </>
      )}
      {error && <Notice tone="danger">{explain(error)}</Notice>}
    </div>
  );
}
