/** The earlier versions of a record; one of them can be taken into the form, to be saved from there. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import { type StoredRecord, useRecords } from "@/shared/api/records";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import type { Kind } from "./model/kind";
import { RecordChanges } from "./record-changes";
import styles from "./versions.module.css";

interface Edition {
  at: string;
  by: string | null;
  item: StoredRecord;
}

interface Props {
  kind: Kind;
  record: StoredRecord;
  onTake: (item: StoredRecord) => void;
}

export function Versions(props: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (props.record.version < 2) return null;
  return (
    <section className={styles["versions"]} aria-label={t("catalogue.versions")}>
      {isOpen ? (
        <Told {...props} />
      ) : (
        <Button onClick={() => setIsOpen(true)}>
          {t("catalogue.show_versions", { count: props.record.version - 1 })}
        </Button>
      )}
    </section>
  );
}

function Told({ kind, record, onTake }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const users = useRecords("/v1/users");
  const url = `${kind.path}/${encodeURIComponent(record.id)}/versions`;
  const told = useQuery({
    queryKey: ["catalogue", url, record.version],
    queryFn: async () => (await getJson<{ items: Edition[] }>(url)).items,
  });
  if (told.error) return <Notice tone="danger">{explain(told.error)}</Notice>;
  const editions = told.data ?? [];
  return (
    <>
      <h3>{t("catalogue.versions")}</h3>
      <ol>
        {editions.map(({ at, by, item }, index) => {
          const before = editions[index + 1]?.item;
          return (
            <li key={item.version}>
              <span className="figures">{when.moment(at)}</span>
              <div className={styles["what"]}>
                {users.find(({ id }) => id === by)?.name ?? t("audit.system")}
                {before && <RecordChanges kind={kind} before={before} after={item} />}
              </div>
              {item.version === record.version ? (
                <span className={styles["soft"]}>{t("admission.in_force")}</span>
              ) : (
                <Button size="small" onClick={() => onTake(item)}>
                  {t("catalogue.take_version")}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
