/** A shift while it is edited: clock times of its day; those before its start mean the next day. */
import type { ShiftBody, ShiftView } from "@/shared/api/generated/types.gen";
import { clockOf, wallOf, wallWithin } from "./week";

export const KINDS = ["break", "meal", "training", "meeting", "other"] as const;
export type PartKind = (typeof KINDS)[number];

export interface Part {
  /** Tells the rows apart while some are taken out. */
  row: number;
  kind: PartKind;
  start: string;
  end: string;
  note: string;
}

export interface ShiftDraft {
  start: string;
  end: string;
  parts: Part[];
  note: string;
}

const FRESH: ShiftDraft = { start: "09:00", end: "17:00", parts: [], note: "" };

export function draftOf(shift: ShiftView | null): ShiftDraft {
  if (!shift) return FRESH;
  return {
    start: clockOf(shift.starts_clock),
    end: clockOf(shift.ends_clock),
    note: shift.note,
    parts: shift.activities.map((one, row) => ({
      row,
      kind: KINDS.find((kind) => kind === one.kind) ?? "other",
      start: clockOf(one.starts_clock),
      end: clockOf(one.ends_clock),
      note: one.note,
    })),
  };
}

/** Another part: a break that begins where the last one ended, or two hours after the start. */
export function partAfter({ start, parts }: ShiftDraft): Part {
  const last = parts.at(-1)?.end ?? later(start, 120);
  return {
    row: 1 + Math.max(-1, ...parts.map(({ row }) => row)),
    kind: "break",
    start: last,
    end: later(last, 15),
    note: "",
  };
}

function later(clock: string, minutes: number): string {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  const total = (hour * 60 + minute + minutes) % (24 * 60);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(total / 60))}:${two(total % 60)}`;
}

export function bodyOf(draft: ShiftDraft, agentId: string, day: string, shift: ShiftView | null): ShiftBody {
  return {
    ...(shift ? { id: shift.id, version: shift.version } : {}),
    agent_id: agentId,
    starts_at: wallOf(day, draft.start),
    ends_at: wallOf(day, draft.end, draft.start),
    note: draft.note,
    activities: draft.parts.map((part) => ({
      kind: part.kind,
      starts_at: wallWithin(day, part.start, draft.start),
      // One that ends at the minute it began lasts no day: the server says what is wrong.
      ends_at: wallWithin(day, part.end, draft.start),
      note: part.note,
    })),
  };
}
