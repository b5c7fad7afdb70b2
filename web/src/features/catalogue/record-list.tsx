/** The records of a kind, with a search box once there are many, and a way on when there are none. */
import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoredRecord } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { RecordTable } from "@/shared/ui/record-table";
import type { Kind } from "./model/kind";
import { textKey } from "./model/kinds";
import styles from "./record-list.module.css";
import { useColumns } from "./use-columns";

// A search box over five lines is noise.
const SEARCH_FROM = 8;
// Thousands of customers are found by searching; drawn they would only be slow.
const SHOWN_AT_FIRST = 100;

interface Props {
  kind: Kind;
  records: readonly StoredRecord[];
  onOpen: (record: StoredRecord) => void;
  add: ReactNode;
}

function fits(record: StoredRecord, wanted: string): boolean {
  return JSON.stringify(Object.values(record)).toLowerCase().includes(wanted.toLowerCase());
}

export function RecordList({ kind, records, onOpen, add }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState("");
  const [most, setMost] = useState(SHOWN_AT_FIRST);
  const columns = useColumns(kind, onOpen);
  const text = `kind.${textKey(kind.name)}`;
  if (records.length === 0) {
    return (
      <EmptyHint title={serverText(`${text}.none`)}>
        <p>{serverText(`${text}.next`)}</p>
        {add}
      </EmptyHint>
    );
  }
  const shown = records.filter((record) => fits(record, wanted));
  return (
    <>
      {records.length >= SEARCH_FROM && (
        <Input
          className={styles["search"] ?? ""}
          allowClear={clearing()}
          prefix={<Icon name="search" size={17} />}
          aria-label={t("catalogue.search")}
          placeholder={t("catalogue.search")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {shown.length === 0 && <EmptyHint title={t("catalogue.nothing_found")} />}
      {shown.length > 0 && (
        <RecordTable
          label={serverText(`${text}.many`)}
          columns={columns}
          records={shown.slice(0, most)}
          idOf={({ id }) => id}
          onOpen={onOpen}
        />
      )}
      {shown.length > most && (
        <Button block onClick={() => setMost(most + SHOWN_AT_FIRST)}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}
