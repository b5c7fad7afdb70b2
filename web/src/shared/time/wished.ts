/** The time that a customer wishes for, as a field for local date and time gives it. Pure. */

/** Null for an empty field: as soon as possible. */
export function instantOf(local: string): string | null {
  const at = local ? Date.parse(local) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** What the field shows for an instant, in the reader's own time zone. */
export function localOf(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
