/** What the live stream carries of the schedule. */

export type PlannedKind = "off" | "work" | "break" | "meal" | "training" | "meeting" | "other";
export type DepartureKind = "absent" | "away" | "still_ready" | "unplanned";

/** What is planned now and next; a departure is worth telling from `told_from` on. */
export interface PlanNow {
  planned: PlannedKind;
  since: string | null;
  until: string | null;
  next: PlannedKind;
  departure: DepartureKind | null;
  departed_at: string | null;
  told_from: string | null;
}

export interface PlannedActivity {
  kind: PlannedKind;
  starts_at: string;
  ends_at: string;
  note: string;
}

export interface OwnShift {
  id: string;
  starts_at: string;
  ends_at: string;
  activities: PlannedActivity[];
  note: string;
}

/** The agent's own plan: now, and the shifts around it in their order. */
export interface OwnPlan {
  now: PlanNow;
  shifts: OwnShift[];
}
