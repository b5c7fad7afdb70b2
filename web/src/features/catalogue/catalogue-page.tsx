/** The page of one kind of record: the list, and a drawer with the form. */
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { recordsQuery, type StoredRecord } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { useHidden } from "@/shared/removal/pending-removals";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./catalogue-page.module.css";
import type { OwnFields } from "./fields/form-field";
import type { Kind } from "./model/kind";
import { isConfiguration, textKey } from "./model/kinds";
import { PagedRecords } from "./paged-records";
import { PlannedChanges } from "./planned/planned-changes";
import { type Below, RecordForm } from "./record-form";
import { RecordList } from "./record-list";
import { Removed } from "./removed";
import { useRemoval } from "./use-removal";

interface Props {
  kind: Kind;
  mayEdit: boolean;
  /** Fields that another feature draws. */
  own: OwnFields;
  below?: Below;
  /** What else can be done with a stored record. */
  extra?: (record: StoredRecord) => ReactNode;
  /** The record that the address asks for. */
  askedFor?: string | undefined;
  onClose?: () => void;
}

export function CataloguePage({ kind, mayEdit, own, below, extra, askedFor, onClose }: Props) {
  const { t } = useTranslation();
  const list = useQuery({ ...recordsQuery(kind.path), enabled: !kind.pagedBy });
  const hidden = useHidden();
  const asked = list.data?.find(({ id }) => id === askedFor) ?? null;
  const [opened, setOpened] = useState<StoredRecord | "new" | null>(null);
  const text = `kind.${textKey(kind.name)}`;
  const records = useMemo(
    () => (list.data ?? []).filter(({ id }) => !hidden.has(id)).sort((a, b) => a.name.localeCompare(b.name)),
    [list.data, hidden],
  );
  const add = mayEdit && (
    <Button type="primary" icon={<Icon name="plus" size={18} />} onClick={() => setOpened("new")}>
      {serverText(`${text}.add`)}
    </Button>
  );

  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <div>
          <h1>{serverText(`${text}.many`)}</h1>
          <p className={styles["lead"]}>{serverText(`${text}.lead`)}</p>
        </div>
        {(records.length > 0 || kind.pagedBy) && add}
      </header>
      {list.error && <Notice tone="danger">{explain(list.error)}</Notice>}
      {mayEdit && isConfiguration(kind) && <PlannedChanges kind={kind} />}
      <Panel title={serverText(`${text}.many`)} headIsUnseen>
        {kind.pagedBy && <PagedRecords kind={kind} orders={kind.pagedBy} onOpen={setOpened} add={add} />}
        {list.isLoading && <EmptyHint title={t("page.loading")} />}
        {list.isSuccess && <RecordList kind={kind} records={records} onOpen={setOpened} add={add} />}
      </Panel>
      {mayEdit && isConfiguration(kind) && <Removed kind={kind} />}
      <RecordDrawer
        kind={kind}
        opened={opened ?? asked}
        onClose={() => {
          setOpened(null);
          onClose?.();
        }}
        mayEdit={mayEdit}
        own={own}
        {...(below ? { below } : {})}
        {...(extra ? { extra } : {})}
      />
    </div>
  );
}

interface DrawerProps extends Props {
  opened: StoredRecord | "new" | null;
  onClose: () => void;
}

function RecordDrawer({ kind, opened, onClose, mayEdit, own, below, extra }: DrawerProps) {
  const remove = useRemoval(kind);
  const stored = opened === "new" ? null : opened;
  return (
    <Drawer
      open={opened !== null}
      onClose={onClose}
      destroyOnHidden
      size={kind.isWide ? 860 : 520}
      className={styles["drawer"] ?? ""}
      title={stored?.name ?? serverText(`kind.${textKey(kind.name)}.add`)}
    >
      {opened !== null && (
        <RecordForm
          kind={kind}
          stored={stored}
          mayEdit={mayEdit}
          own={own}
          {...(below ? { below } : {})}
          onDone={onClose}
          onRemove={(record) => {
            onClose();
            remove(record);
          }}
        />
      )}
      {stored && extra?.(stored)}
    </Drawer>
  );
}
