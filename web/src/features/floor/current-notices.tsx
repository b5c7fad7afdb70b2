/** What is announced now, who has not read it yet, and the way to withdraw it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listNotices, withdrawNotice } from "@/shared/api/generated/sdk.gen";
import { listOf } from "@/shared/i18n/list-of";
import { useEntities } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { useAct } from "@/shared/ui/use-act";
import styles from "./current-notices.module.css";

export const NOTICES_KEY = ["notices"];
const EVERY_MS = 5_000;
const NAMED = 5;

export function CurrentNotices() {
  const { t } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const agents = useEntities("agent");
  const items = useQuery({
    queryKey: NOTICES_KEY,
    queryFn: async () => (await answered(listNotices())).items,
    refetchInterval: EVERY_MS,
  }).data;
  const withdraw = useAct(async (id: string) => {
    await answered(withdrawNotice({ path: { id } }));
    await queries.invalidateQueries({ queryKey: NOTICES_KEY });
  });
  if (!items || items.length === 0) return null;
  const named = (ids: readonly string[]) => {
    const names = ids.slice(0, NAMED).map((id) => agents[id]?.name ?? id);
    return listOf(ids.length > NAMED ? [...names, "…"] : names);
  };
  return (
    <section className={styles["notices"]} aria-label={t("notices.current")}>
      <h3>{t("notices.current")}</h3>
      <ul>
        {items.map((one) => (
          <li key={one.id}>
            <p className={styles["text"]}>{one.text}</p>
            <p className={styles["soft"]}>
              {one.sender_name} · {t("notices.until", { at: when.moment(one.until) })} ·{" "}
              {t("notices.read_by", { read: one.agent_count - one.unread_by.length, all: one.agent_count })}
            </p>
            {one.unread_by.length > 0 && (
              <p className={styles["soft"]}>{t("notices.unread_by", { names: named(one.unread_by) })}</p>
            )}
            <Button size="small" onClick={() => withdraw.mutate(one.id)}>
              {t("notices.withdraw")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
