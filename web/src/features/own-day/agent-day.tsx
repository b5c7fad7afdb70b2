/** The day of one agent, for who leads them: what was handled by the hour, and the states. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getAgentDay } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Hours } from "./hours";
import { stripOf } from "./model/course";
import styles from "./own-day.module.css";
import { StateStrip } from "./state-strip";

// The last state goes on while nothing happens.
const REFRESH_MS = 60_000;

export function AgentDay({ id }: { id: string }) {
  const { t } = useTranslation();
  const when = useWhen();
  const found = useQuery({
    queryKey: ["agent-day", id],
    queryFn: () => answered(getAgentDay({ path: { agent_id: id } })),
    refetchInterval: REFRESH_MS,
  });
  const day = found.data;
  return (
    <section className={styles["day"]} aria-label={t("own_day.theirs")}>
      <h3>{t("own_day.theirs")}</h3>
      {found.error && <Notice tone="danger">{explain(found.error)}</Notice>}
      {day && !stripOf(day.course) && <EmptyHint title={t("own_day.absent")} />}
      {day && stripOf(day.course) && (
        <>
          <p className={`${styles["soft"]} figures`}>
            {t("own_day.handled")} {day.handled_count} · {t("own_day.occupancy")}{" "}
            {day.occupancy_percent === null ? "–" : `${Math.round(day.occupancy_percent)} %`} ·{" "}
            {t("own_day.ready", { time: when.length(day.ready_s * 1_000) })} ·{" "}
            {t("own_day.busy", { time: when.length(day.busy_s * 1_000) })}
          </p>
          <Hours byHour={day.by_hour} />
          <StateStrip course={day.course} />
        </>
      )}
    </section>
  );
}
