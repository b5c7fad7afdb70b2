/** Who is going to be called back, the next one due first; each can be given to somebody or dropped. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm, Select } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { assignCallBack, cancelCallBack, listCallBacks, moveCallBack } from "@/shared/api/generated/sdk.gen";
import type { ListCallBacksResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { type Column, RecordTable } from "@/shared/ui/record-table";
import styles from "./call-backs.module.css";
import { TimeChange } from "./time-change";

type CallBack = ListCallBacksResponse["items"][number];
const PATH = "call-backs";

export function CallBackList() {
  const { t } = useTranslation();
  const columns = useColumns();
  const list = useQuery({
    queryKey: [PATH],
    queryFn: () => answered(listCallBacks()),
    refetchInterval: 5_000,
  });
  if (list.error) return <Notice tone="danger">{explain(list.error)}</Notice>;
  if (list.isPending) return <EmptyHint title={t("page.loading")} />;
  if (list.data.items.length === 0) {
    return (
      <EmptyHint title={t("call_backs.none")}>
        <p>{t("call_backs.none_hint")}</p>
      </EmptyHint>
    );
  }
  return (
    <RecordTable
      label={t("call_backs.title")}
      columns={columns}
      records={list.data.items}
      idOf={(item) => item.id}
    />
  );
}

function useColumns(): Column<CallBack>[] {
  const { t } = useTranslation();
  return [
    {
      key: "customer",
      title: t("interactions.customer"),
      cell: (item) => (
        <>
          {item.customer_name && <div>{item.customer_name}</div>}
          <span className="figures">{item.number}</span>
          {item.note && <div>{item.note}</div>}
        </>
      ),
    },
    { key: "queue", title: t("interactions.queue"), cell: (item) => item.queue_name },
    {
      key: "why",
      title: t("call_backs.why"),
      cell: (item) => serverText(`call_backs.origin_${item.origin}`),
    },
    {
      key: "due",
      title: t("call_backs.due"),
      cell: (item) => (item.is_under_way ? t("call_backs.under_way") : <Due callBack={item} />),
    },
    { key: "tries", title: t("call_backs.attempts"), isNumber: true, cell: (item) => item.attempts },
    { key: "acts", title: t("call_backs.agent"), cell: (item) => <Acts callBack={item} /> },
  ];
}

function Due({ callBack }: { callBack: CallBack }) {
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (due_at: string) => answered(moveCallBack({ path: { id: callBack.id }, body: { due_at } })),
    onSettled: () => queries.invalidateQueries({ queryKey: [PATH] }),
  });
  return (
    <>
      <TimeChange
        name={callBack.customer_name || callBack.number}
        dueAt={callBack.due_at}
        isBusy={move.isPending}
        onMove={(dueAt) => move.mutate(dueAt)}
      />
      {move.error && <Notice tone="danger">{explain(move.error)}</Notice>}
    </>
  );
}

function Acts({ callBack }: { callBack: CallBack }) {
  const { t } = useTranslation();
  const agents = useChoices("/v1/agents");
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: [PATH] });
  const path = { id: callBack.id };
  const assign = useMutation({
    mutationFn: (agentId: string | undefined) =>
      answered(assignCallBack({ path, body: { agent_id: agentId ?? null } })),
    onSettled,
  });
  const cancel = useMutation({ mutationFn: () => answered(cancelCallBack({ path })), onSettled });
  const error = assign.error ?? cancel.error;
  return (
    <div className={styles["acts"]}>
      <Select
        size="small"
        allowClear={clearing()}
        value={callBack.agent_id}
        placeholder={t("call_backs.anybody")}
        aria-label={t("call_backs.agent")}
        options={agents}
        onChange={(agentId) => assign.mutate(agentId ?? undefined)}
        className={styles["agent"] ?? ""}
      />
      <Popconfirm title={t("call_backs.cancel_sure")} onConfirm={() => cancel.mutate()}>
        <Button size="small" type="text" loading={cancel.isPending}>
          {t("call_backs.cancel")}
        </Button>
      </Popconfirm>
      {error && <Notice tone="danger">{explain(error)}</Notice>}
    </div>
  );
}
