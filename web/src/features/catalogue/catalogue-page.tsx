/** The page of one kind of record: the list, and a drawer with the form. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Input } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteAt } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import { recordsQuery, type StoredRecord } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { RecordTable } from "@/shared/ui/record-table";
import styles from "./catalogue-page.module.css";
import { type Kind, textKey } from "./model/kinds";
import { planRemoval, UNDO_SECONDS, undoRemoval, useHidden } from "./model/pending-removals";
import type { OwnFields } from "./fields/form-field";
import { RecordForm } from "./record-form";
import { useColumns } from "./use-columns";

// A search box over five lines is noise.
const SEARCH_FROM = 8;

interface Props {
  kind: Kind;
  mayEdit: boolean;
  /** Fields that another feature draws. */
  own: OwnFields;
  /** What else can be done with a stored record. */
  extra?: (record: StoredRecord) => ReactNode;
}

export function CataloguePage({ kind, mayEdit, own, extra }: Props) {
  const { t } = useTranslation();
  const list = useQuery(recordsQuery(kind.path));
  const hidden = useHidden();
  const [wanted, setWanted] = useState("");
  const [opened, setOpened] = useState<StoredRecord | "new" | null>(null);
  const remove = useRemoval(kind);
  const text = `kind.${textKey(kind.name)}`;
  const all = useMemo(
    () => (list.data ?? []).filter(({ id }) => !hidden.has(id)).sort((a, b) => a.name.localeCompare(b.name)),
    [list.data, hidden],
  );
  const shown = all.filter((record) => JSON.stringify(Object.values(record)).toLowerCase().includes(wanted.toLowerCase()));
  const columns = useColumns(kind, setOpened);
  const add = mayEdit && (
    <Button type="primary" icon={<Icon name="plus" size={18} />} onClick={() => setOpened("new")}>
      {serverText(`${text}.add`)}
    </Button>
  );
  const close = () => setOpened(null);

  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <div>
          <h1>{serverText(`${text}.many`)}</h1>
          <p className={styles["lead"]}>{serverText(`${text}.lead`)}</p>
        </div>
        {all.length > 0 && add}
      </header>
      {list.error && <Notice tone="danger">{explain(list.error)}</Notice>}
      <Panel title={serverText(`${text}.many`)} headIsUnseen>
        {all.length >= SEARCH_FROM && (
          <Input
            className={styles["search"] ?? ""} allowClear prefix={<Icon name="search" size={17} />}
            aria-label={t("catalogue.search")} placeholder={t("catalogue.search")}
            value={wanted} onChange={(event) => setWanted(event.target.value)}
          />
        )}
        {list.isPending && <EmptyHint title={t("page.loading")} />}
        {list.isSuccess && all.length === 0 && (
          <EmptyHint title={serverText(`${text}.none`)}><p>{serverText(`${text}.next`)}</p>{add}</EmptyHint>
        )}
        {shown.length > 0 && (
          <RecordTable
            label={serverText(`${text}.many`)} columns={columns} records={shown}
            idOf={({ id }) => id} onOpen={setOpened}
          />
        )}
        {all.length > 0 && shown.length === 0 && <EmptyHint title={t("catalogue.nothing_found")} />}
      </Panel>
      <Drawer
        open={opened !== null} onClose={close} destroyOnHidden
        size={kind.isWide ? 860 : 520} className={styles["drawer"] ?? ""}
        title={opened === "new" ? serverText(`${text}.add`) : (opened?.name ?? "")}
      >
        {opened !== null && (
          <RecordForm
            kind={kind} stored={opened === "new" ? null : opened} mayEdit={mayEdit} own={own} onDone={close}
            onRemove={(record) => {
              close();
              remove(record);
            }}
          />
        )}
        {opened !== null && opened !== "new" && extra?.(opened)}
      </Drawer>
    </div>
  );
}

function useRemoval(kind: Kind): (record: StoredRecord) => void {
  const { t } = useTranslation();
  const { notification, message } = App.useApp();
  const queries = useQueryClient();
  const forget = async (record: StoredRecord) => {
    try {
      await deleteAt(`${kind.path}/${encodeURIComponent(record.id)}`);
    } catch (error) {
      void message.error(`${record.name}: ${explain(error)}`, 6);
    }
    await queries.invalidateQueries({ queryKey: ["catalogue"] });
  };
  return (record) => {
    planRemoval(record.id, () => forget(record));
    notification.open({
      key: record.id,
      title: t("catalogue.removed", { name: record.name }),
      duration: UNDO_SECONDS,
      showProgress: true,
      pauseOnHover: false,
      actions: (
        <Button
          type="primary"
          onClick={() => {
            undoRemoval(record.id);
            notification.destroy(record.id);
          }}
        >
          {t("catalogue.undo")}
        </Button>
      ),
    });
  };
}
