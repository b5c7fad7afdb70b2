/** The versions of a document, newest first: who changed what; each can be brought back. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { EditionShown } from "@/shared/api/generated/types.gen";
import { useRecords } from "@/shared/api/records";
import { useWhen } from "@/shared/time/use-when";
import { ChangedLines } from "@/shared/ui/changed-lines";
import type { Line } from "@/shared/ui/model/changed-lines";
import { Panel } from "@/shared/ui/panel";
import styles from "./editions.module.css";

interface Props {
  versions: readonly EditionShown[];
  mayEdit: boolean;
  /** What a version says, line by line. */
  told: (content: never) => Line[];
  restore: { isPending: boolean; mutate: (number: number) => void };
}

const SHOWN = 10;

export function Editions({ versions, mayEdit, told, restore }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const users = useRecords("/v1/users");
  const newest = versions[0]?.number ?? 0;
  if (newest === 0) return null;
  return (
    <Panel
      className={styles["panel"]}
      title={t("admission.versions")}
      extra={
        mayEdit && (
          <Button loading={restore.isPending} onClick={() => restore.mutate(newest - 1)}>
            {t("admission.undo")}
          </Button>
        )
      }
    >
      <ul className={styles["editions"]}>
        {versions.slice(0, SHOWN).map((one, index) => (
          <li key={one.number}>
            <div className={styles["told"]}>
              {t("admission.version", { number: one.number })} · {when.moment(one.valid_from)}
              {" · "}
              {users.find(({ id }) => id === one.by)?.name ?? t("audit.system")}
              {one.restores !== null && ` · ${t("admission.restores", { number: one.restores })}`}
              <Changed before={versions[index + 1]?.content ?? one.before} after={one.content} told={told} />
            </div>
            {one.is_in_force && <span className={styles["in_force"]}>{t("admission.in_force")}</span>}
            {mayEdit && one.number !== newest && (
              <Button size="small" disabled={restore.isPending} onClick={() => restore.mutate(one.number)}>
                {t("admission.restore")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface ChangedProps {
  before: unknown;
  after: unknown;
  told: Props["told"];
}

/** Nothing for versions so old that nobody is told what they said. */
function Changed({ before, after, told }: ChangedProps) {
  if (before === null || after === null) return null;
  return <ChangedLines before={told(before as never)} after={told(after as never)} />;
}
