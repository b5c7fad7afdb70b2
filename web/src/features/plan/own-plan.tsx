/** The signed-in agent's own schedule: what is now, what comes next, today, and the week. */
import { useTranslation } from "react-i18next";
import type { OwnShift, OwnPlan as Plan, PlanNow } from "@/shared/live/plan-entities";
import { useEntities, useMe } from "@/shared/live/use-live";
import { useSecondsLeft } from "@/shared/time/elapsed-time";
import { serverNow } from "@/shared/time/server-clock";
import { clockText, spanAttribute } from "@/shared/time/spans";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { PlanTag, useDeparture } from "@/shared/ui/plan-tag";
import { nextAfterToday, piecesOf, todaysOf, weekOf } from "./model/own-week";
import styles from "./own-plan.module.css";

export function OwnPlan() {
  const { t } = useTranslation();
  const me = useMe();
  const plan = Object.values(useEntities("plan"))[0];
  if (!me) return null;
  return (
    <Panel title={t("plan.own")}>
      {plan ? <Known plan={plan} /> : <p className={styles["soft"]}>{t("plan.own_none")}</p>}
    </Panel>
  );
}

function Known({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const when = useWhen();
  const now = new Date(serverNow());
  const today = todaysOf(plan.shifts, now);
  const next = nextAfterToday(plan.shifts, now);
  return (
    <div className={styles["plan"]}>
      <Now now={plan.now} />
      <Departed now={plan.now} />
      {today.length > 0 ? (
        <ol className={styles["pieces"]} aria-label={t("plan.today")}>
          {today.flatMap(piecesOf).map((piece) => (
            <li key={piece.starts_at} data-past={Date.parse(piece.ends_at) <= now.getTime()}>
              <span className="figures">
                {when.moment(piece.starts_at)}–{when.moment(piece.ends_at)}
              </span>
              <PlanTag kind={piece.kind} />
              {piece.note && <span className={styles["note"]}>{piece.note}</span>}
            </li>
          ))}
          {today.map(
            (shift) =>
              shift.note && (
                <li key={shift.id} className={styles["note"]}>
                  {shift.note}
                </li>
              ),
          )}
        </ol>
      ) : (
        <p className={styles["soft"]}>
          {next ? t("plan.next_shift", { at: when.moment(next.starts_at) }) : t("plan.none_today")}
        </p>
      )}
      <details className={styles["week"]}>
        <summary>{t("plan.this_week")}</summary>
        <Week shifts={plan.shifts} now={now} />
      </details>
    </div>
  );
}

function Now({ now }: { now: PlanNow }) {
  const { t } = useTranslation();
  const when = useWhen();
  const left = useSecondsLeft(now.until);
  return (
    <div className={styles["now"]}>
      <PlanTag kind={now.planned} />
      {now.until && (
        <p>
          <span>{t("plan.then", { next: t(`plan.kind.${now.next}`), at: when.moment(now.until) })}</span>{" "}
          <time dateTime={spanAttribute(left)} className={`figures ${styles["left"]}`}>
            {t("plan.in", { time: clockText(left) })}
          </time>
        </p>
      )}
    </div>
  );
}

/** Said where one looks anyway, without a sound and without anything to click away. */
function Departed({ now }: { now: PlanNow }) {
  const { t } = useTranslation();
  const departure = useDeparture(now);
  if (!departure || !now.departure) return null;
  return (
    <p className={styles["departed"]}>
      <Icon name="clock" size={17} />{" "}
      {t(`plan.hint.${now.departure}`, { planned: t(`plan.kind.${now.planned}`) })}
    </p>
  );
}

function Week({ shifts, now }: { shifts: readonly OwnShift[]; now: Date }) {
  const { t, i18n } = useTranslation();
  const named = new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    month: "numeric",
    day: "numeric",
  });
  const time = new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit", hour12: false });
  return (
    <dl className={styles["days"]}>
      {weekOf(shifts, now).map(({ day, shifts: own }) => (
        <div key={day.toISOString()}>
          <dt>{named.format(day)}</dt>
          <dd className={own.length > 0 ? "figures" : styles["soft"]}>
            {own.map((shift) => (
              <span key={shift.id} className={styles["shift"]}>
                {time.format(new Date(shift.starts_at))}–{time.format(new Date(shift.ends_at))}
                {shift.note && <span className={styles["note"]}> {shift.note}</span>}
              </span>
            ))}
            {own.length === 0 && t("plan.free")}
          </dd>
        </div>
      ))}
    </dl>
  );
}
