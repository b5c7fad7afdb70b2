/** An agent's own shifts by the days of this week, in the reader's own time zone. Pure. */
import type { OwnShift, PlannedActivity, PlannedKind } from "@/shared/live/plan-entities";

export interface Piece {
  kind: PlannedKind;
  starts_at: string;
  ends_at: string;
  note: string;
}

export interface OwnDay {
  /** The first instant of the day. */
  day: Date;
  shifts: OwnShift[];
}

const at = (iso: string) => Date.parse(iso);

/** A shift as what follows what: its activities, and the work between them. */
export function piecesOf(shift: OwnShift): Piece[] {
  const pieces: Piece[] = [];
  let from = shift.starts_at;
  const work = (until: string) => {
    if (at(from) < at(until)) pieces.push({ kind: "work", starts_at: from, ends_at: until, note: "" });
  };
  const ordered = [...shift.activities].sort((one, other) => at(one.starts_at) - at(other.starts_at));
  for (const activity of ordered as PlannedActivity[]) {
    work(activity.starts_at);
    pieces.push(activity);
    from = activity.ends_at;
  }
  work(shift.ends_at);
  return pieces;
}

function startOfDay(now: Date, plusDays: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + plusDays);
}

/** The days of this week, Monday first, each with the shifts that start on it. */
export function weekOf(shifts: readonly OwnShift[], now: Date): OwnDay[] {
  const fromMonday = (now.getDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, number) => {
    const day = startOfDay(now, number - fromMonday);
    const next = startOfDay(now, number - fromMonday + 1);
    const isOn = (shift: OwnShift) =>
      at(shift.starts_at) >= day.getTime() && at(shift.starts_at) < next.getTime();
    return { day, shifts: shifts.filter(isOn) };
  });
}

/** What is shown as today's: shifts that touch the day that it is now. */
export function todaysOf(shifts: readonly OwnShift[], now: Date): OwnShift[] {
  const [begins, ends] = [startOfDay(now, 0).getTime(), startOfDay(now, 1).getTime()];
  return shifts.filter((shift) => at(shift.starts_at) < ends && at(shift.ends_at) > begins);
}

/** The first shift that is still to come after today's. */
export function nextAfterToday(shifts: readonly OwnShift[], now: Date): OwnShift | null {
  const ends = startOfDay(now, 1).getTime();
  return shifts.find((shift) => at(shift.starts_at) >= ends) ?? null;
}
