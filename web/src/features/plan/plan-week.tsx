/** The grid of a week: agents by days, each shift changed where it stands. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getPlanWeek } from "@/shared/api/generated/sdk.gen";
import type { PlanWeek, ShiftView } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { ImportPlan } from "./import-plan";
import { clockOf, daysLater, shiftsOn } from "./model/week";
import { PlanChanges } from "./plan-changes";
import styles from "./plan-week.module.css";
import { type EditedCell, ShiftDialog } from "./shift-dialog";
import { PLAN_KEY } from "./use-plan-acts";

export interface Chosen {
  day?: string;
  team?: string;
}

interface Props {
  day: string | null;
  team: string | null;
  mayEdit: boolean;
  onChoose: (search: Chosen) => void;
}

export function PlanWeekView({ day, team, mayEdit, onChoose }: Props) {
  const { t } = useTranslation();
  const week = useQuery({
    queryKey: [...PLAN_KEY, "week", day, team],
    queryFn: () =>
      answered(getPlanWeek({ query: { ...(day ? { day } : {}), ...(team ? { team_id: team } : {}) } })),
    placeholderData: keepPreviousData,
  });
  if (week.error) return <Notice tone="danger">{explain(week.error)}</Notice>;
  if (!week.data) return <EmptyHint title={t("page.loading")} />;
  const shown = week.data;
  const choose = (next: { day?: string | null; team?: string | null }) => {
    const [toDay, toTeam] = [
      next.day === undefined ? day : next.day,
      next.team === undefined ? team : next.team,
    ];
    onChoose({ ...(toDay ? { day: toDay } : {}), ...(toTeam ? { team: toTeam } : {}) });
  };
  return (
    <Panel title={t("plan.week")} headIsUnseen>
      <div className={styles["bar"]}>
        <WeekChoice week={shown} onChoose={(to) => choose({ day: to })} />
        {shown.teams.length > 1 && (
          <Select
            className={styles["team"] ?? ""}
            aria-label={t("plan.team")}
            value={team ?? ""}
            options={[
              { value: "", label: t("plan.all_teams") },
              ...shown.teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(to) => choose({ team: to || null })}
          />
        )}
        {mayEdit && (
          <span className={styles["acts"]}>
            <ImportPlan week={shown} />
            <PlanChanges />
          </span>
        )}
      </div>
      {shown.agents.length === 0 ? (
        <EmptyHint title={t("plan.no_agents")}>
          <p>{t("plan.no_agents_hint")}</p>
        </EmptyHint>
      ) : (
        <>
          {shown.shifts.length === 0 && (
            <p className={styles["empty"]}>{t(mayEdit ? "plan.none_hint" : "plan.none_week")}</p>
          )}
          <Grid week={shown} mayEdit={mayEdit} />
        </>
      )}
      <p className={styles["zone"]}>{t("plan.zone", { zone: shown.zone })}</p>
    </Panel>
  );
}

function WeekChoice({ week, onChoose }: { week: PlanWeek; onChoose: (day: string | null) => void }) {
  const { t, i18n } = useTranslation();
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  const [first, last] = [week.days[0] ?? week.monday, week.days[6] ?? week.monday];
  return (
    <span className={styles["choice"]}>
      <Button
        icon={<Icon name="back" size={17} />}
        aria-label={t("plan.week_before")}
        onClick={() => onChoose(daysLater(week.monday, -7))}
      />
      <strong className="figures">
        {day.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))}
      </strong>
      <Button
        icon={
          <span className={styles["onward"]}>
            <Icon name="back" size={17} />
          </span>
        }
        aria-label={t("plan.week_after")}
        onClick={() => onChoose(daysLater(week.monday, 7))}
      />
      {!week.days.includes(week.today) && (
        <Button onClick={() => onChoose(null)}>{t("plan.this_week")}</Button>
      )}
    </span>
  );
}

function Grid({ week, mayEdit }: { week: PlanWeek; mayEdit: boolean }) {
  const { t, i18n } = useTranslation();
  const [edited, setEdited] = useState<EditedCell | null>(null);
  const named = new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    month: "numeric",
    day: "numeric",
    timeZone: "UTC",
  });
  const nameOf = (day: string) => named.format(new Date(`${day}T00:00:00Z`));
  return (
    <>
      <table className={styles["grid"]} aria-label={t("plan.week")}>
        <thead>
          <tr>
            <th scope="col">{t("board.agent")}</th>
            {week.days.map((day) => (
              <th key={day} scope="col" data-today={day === week.today}>
                {nameOf(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.agents.map((agent) => (
            <tr key={agent.id}>
              <th scope="row">{agent.name}</th>
              {week.days.map((day) => (
                <td key={day} data-label={nameOf(day)} data-today={day === week.today}>
                  {shiftsOn(week.shifts, agent.id, day).map((shift) => (
                    <ShiftButton
                      key={shift.id}
                      shift={shift}
                      label={t("plan.shift_of", { name: agent.name, day: nameOf(day) })}
                      onOpen={
                        mayEdit ? () => setEdited({ agent, day, dayName: nameOf(day), shift }) : undefined
                      }
                    />
                  ))}
                  {mayEdit && (
                    <Button
                      type="text"
                      size="small"
                      className={styles["add"] ?? ""}
                      icon={<Icon name="plus" size={15} />}
                      aria-label={t("plan.add_for", { name: agent.name, day: nameOf(day) })}
                      onClick={() => setEdited({ agent, day, dayName: nameOf(day), shift: null })}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ShiftDialog cell={edited} onClose={() => setEdited(null)} />
    </>
  );
}

interface ShiftProps {
  shift: ShiftView;
  label: string;
  onOpen: (() => void) | undefined;
}

function ShiftButton({ shift, label, onOpen }: ShiftProps) {
  const { t } = useTranslation();
  const times = `${clockOf(shift.starts_clock)}–${clockOf(shift.ends_clock)}`;
  const parts = shift.activities.map(
    (one) => `${t(`plan.kind.${one.kind}`)} ${clockOf(one.starts_clock)}–${clockOf(one.ends_clock)}`,
  );
  const content = (
    <>
      <span className="figures">
        {onOpen && <span className="unseen">{label}: </span>}
        {times}
      </span>
      {parts.map((part) => (
        <small key={part}>{part}</small>
      ))}
      {shift.note && <small>{shift.note}</small>}
    </>
  );
  if (!onOpen) return <span className={styles["shift"]}>{content}</span>;
  return (
    <button type="button" className={styles["shift"]} onClick={onOpen}>
      {content}
    </button>
  );
}
