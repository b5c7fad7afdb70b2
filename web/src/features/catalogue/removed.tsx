/** The records of a kind that were removed last, each with the way back. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getJson, postJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import { type StoredRecord, useRecords } from "@/shared/api/records";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import type { Kind } from "./model/kind";
import styles from "./versions.module.css";

interface Removal {
  at: string;
  by: string | null;
  item: StoredRecord;
}

export function Removed({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <div>
        <Button type="text" icon={<Icon name="bin" size={17} />} onClick={() => setIsOpen(true)}>
          {t("catalogue.recently_removed")}
        </Button>
      </div>
      <Modal
        open={isOpen}
        footer={null}
        destroyOnHidden
        title={t("catalogue.recently_removed")}
        onCancel={() => setIsOpen(false)}
      >
        <RemovedList kind={kind} />
      </Modal>
    </>
  );
}

function RemovedList({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const users = useRecords("/v1/users");
  const url = `${kind.path}/removed`;
  const list = useQuery({
    queryKey: ["catalogue", url],
    queryFn: async () => (await getJson<{ items: Removal[] }>(url)).items,
  });
  const bringBack = useMutation({
    mutationFn: (id: string) => postJson(`${kind.path}/${encodeURIComponent(id)}/bring-back`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["catalogue"] }),
  });
  const error = list.error ?? bringBack.error;
  return (
    <>
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      {list.isPending && <EmptyHint title={t("page.loading")} />}
      {list.data?.length === 0 && <EmptyHint title={t("catalogue.nothing_removed")} />}
      <ol className={styles["removed"]}>
        {(list.data ?? []).map(({ at, by, item }) => (
          <li key={item.id}>
            <span className={styles["what"]}>
              {item.name}
              <span className={styles["soft"]}>
                {" · "}
                <span className="figures">{when.moment(at)}</span>
                {" · "}
                {users.find(({ id }) => id === by)?.name ?? t("audit.system")}
              </span>
            </span>
            <Button
              size="small"
              aria-label={t("catalogue.bring_back_named", { name: item.name })}
              loading={bringBack.isPending && bringBack.variables === item.id}
              onClick={() => bringBack.mutate(item.id)}
            >
              {t("catalogue.bring_back")}
            </Button>
          </li>
        ))}
      </ol>
    </>
  );
}
