/** The time machine, with the day or the instant in the address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TimeMachine } from "@/features/time-machine/time-machine";
import { serverNow } from "@/shared/time/server-clock";
import { dayOf } from "@/shared/time/start-of-day";
import { DayInput } from "@/shared/ui/moment-input";
import { BackToBoard } from "./back-to-board";
import styles from "./past.module.css";

export function TimeMachinePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const today = dayOf(new Date(serverNow()));
  const { at, day = at ? dayOf(new Date(at)) : today } = useSearch({ from: "/inside/time-machine" });
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header className={styles["head"]}>
        <div>
          <h1>{t("past.title")}</h1>
          <p className={styles["lead"]}>{t("past.lead")}</p>
        </div>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["day"]}>
          <span>{t("past.day")}</span>
          <DayInput
            max={today}
            value={day}
            onChange={(next) => void navigate({ to: "/time-machine", search: next ? { day: next } : {} })}
          />
        </label>
      </header>
      <TimeMachine
        day={day}
        at={at}
        onRest={(rested) => void navigate({ to: "/time-machine", search: { at: rested }, replace: true })}
      />
    </div>
  );
}
