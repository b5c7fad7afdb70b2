/** The versions of a document, newest first, each of which can be brought back. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { EditionShown } from "@/shared/api/generated/types.gen";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

interface Props {
  versions: readonly EditionShown[];
  mayEdit: boolean;
  restore: { isPending: boolean; mutate: (number: number) => void };
}

const SHOWN = 10;

export function Versions({ versions, mayEdit, restore }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
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
      <ul className={styles["list"]}>
        {versions.slice(0, SHOWN).map((one) => (
          <li key={one.number}>
            <span className={styles["grow"]}>
              {t("admission.version", { number: one.number })} · {when.moment(one.valid_from)}
              {one.restores !== null && ` · ${t("admission.restores", { number: one.restores })}`}
            </span>
            {one.is_in_force && <span className={styles["matched"]}>{t("admission.in_force")}</span>}
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
