/** The records of a kind that may be very many: searched, put in order and paged by the server. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input, Pagination, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { getJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import type { StoredRecord } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { useHidden } from "@/shared/removal/pending-removals";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { RecordTable } from "@/shared/ui/record-table";
import { useSettled } from "@/shared/ui/use-settled";
import type { Kind } from "./model/kind";
import { textKey } from "./model/kinds";
import styles from "./record-list.module.css";
import { useColumns } from "./use-columns";

const PAGE = 50;
const PAUSE_MS = 250;

interface Page {
  items: StoredRecord[];
  total: number;
}

interface Props {
  kind: Kind;
  /** The orders that the server knows, the first one by itself. */
  orders: readonly string[];
  onOpen: (record: StoredRecord) => void;
  add: ReactNode;
}

export function PagedRecords({ kind, orders, onOpen, add }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [order, setOrder] = useState(orders[0] ?? "");
  const [page, setPage] = useState(1);
  const wanted = useSettled(typed, PAUSE_MS);
  const query = new URLSearchParams({ q: wanted, order, page: String(page), limit: String(PAGE) });
  const list = useQuery({
    queryKey: ["catalogue", kind.path, query.toString()],
    queryFn: () => getJson<Page>(`${kind.path}?${query}`),
    placeholderData: keepPreviousData,
  });
  const hidden = useHidden();
  const columns = useColumns(kind, onOpen);
  const text = `kind.${textKey(kind.name)}`;
  if (list.error) return <Notice tone="danger">{explain(list.error)}</Notice>;
  if (!list.data) return <EmptyHint title={t("page.loading")} />;
  const { items, total } = list.data;
  if (total === 0 && !wanted)
    return (
      <EmptyHint title={serverText(`${text}.none`)}>
        <p>{serverText(`${text}.next`)}</p>
        {add}
      </EmptyHint>
    );
  return (
    <>
      <div className={styles["bar"]}>
        <Input
          className={styles["search"] ?? ""}
          allowClear={clearing()}
          prefix={<Icon name="search" size={17} />}
          aria-label={t("catalogue.search")}
          placeholder={t("catalogue.search")}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setPage(1);
          }}
        />
        <Select
          value={order}
          aria-label={t("catalogue.order")}
          options={orders.map((value) => ({ value, label: serverText(`catalogue.order_${value}`) }))}
          onChange={(next: string) => {
            setOrder(next);
            setPage(1);
          }}
        />
      </div>
      {total === 0 && <EmptyHint title={t("catalogue.nothing_found")} />}
      {total > 0 && (
        <RecordTable
          label={serverText(`${text}.many`)}
          columns={columns}
          records={items.filter(({ id }) => !hidden.has(id))}
          idOf={({ id }) => id}
          onOpen={onOpen}
        />
      )}
      <Pagination
        className={styles["pages"] ?? ""}
        current={page}
        total={total}
        pageSize={PAGE}
        hideOnSinglePage
        showSizeChanger={false}
        onChange={setPage}
      />
    </>
  );
}
