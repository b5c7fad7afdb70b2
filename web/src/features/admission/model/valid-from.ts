/** When a version begins to count, as a field for local date and time gives it. Pure. */

/** Null for an empty field and for what has passed: at once. */
export function laterOnly(local: string, now: number): string | null {
  const at = local ? Date.parse(local) : Number.NaN;
  return at > now ? new Date(at).toISOString() : null;
}
