/** The steps by which a queue asks for less. */
import type { Overflow } from "./overflow";

/** A number that is null stands in an emptied box. */
export interface RelaxationStep {
  after_s: number | null;
  if_waiting_over: number | null;
  if_expected_wait_over_s: number | null;
  lower_levels_by: number | null;
  drop_skills: string[];
  drop_language: boolean;
  drop_team: boolean;
  add_queues: string[];
  raise_priority_by: number | null;
  overflow: Overflow | null;
}

const APART_S = 30;

/** A new last step, later than the others: it lowers the levels by one, the mildest thing. */
export function nextStep(steps: readonly RelaxationStep[]): RelaxationStep {
  return {
    after_s: (steps.at(-1)?.after_s ?? 0) + APART_S,
    if_waiting_over: null,
    if_expected_wait_over_s: null,
    lower_levels_by: 1,
    drop_skills: [],
    drop_language: false,
    drop_team: false,
    add_queues: [],
    raise_priority_by: 0,
    overflow: null,
  };
}
