/** A week of the plan as the grid shows it, all on the centre's own clock. Pure. */

/** 2026-01-05T09:30 -> 09:30 */
export const clockOf = (wall: string) => wall.slice(11, 16);
export const dayOfWall = (wall: string) => wall.slice(0, 10);

/** The same day of a week before or after. */
export function daysLater(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The wall clock time that a clock time means within a shift that begins on `day` at `start`. */
export function wallOf(day: string, clock: string, start?: string): string {
  const isNext = start !== undefined && clock <= start;
  return `${isNext ? daysLater(day, 1) : day}T${clock}`;
}

/** The same for an activity, which may begin with its shift. */
export function wallWithin(day: string, clock: string, start: string): string {
  return `${clock < start ? daysLater(day, 1) : day}T${clock}`;
}

interface Starts {
  agent_id: string;
  starts_clock: string;
}

/** The shifts of one agent on one day, the earliest first. */
export function shiftsOn<S extends Starts>(shifts: readonly S[], agentId: string, day: string): S[] {
  return shifts
    .filter((shift) => shift.agent_id === agentId && dayOfWall(shift.starts_clock) === day)
    .sort((one, other) => one.starts_clock.localeCompare(other.starts_clock));
}

/** The bytes of a file as base64, piece by piece: a call has room for so many arguments only. */
export function base64Of(bytes: Uint8Array): string {
  const SIZE = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += SIZE)
    text += String.fromCharCode(...bytes.subarray(at, at + SIZE));
  return btoa(text);
}
