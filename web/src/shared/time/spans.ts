/** Spans of time as people read them: 0:07, 12:30, 1:02:03. */

export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

/** The same for machines, as the datetime of a <time> element. */
export function spanAttribute(seconds: number): string {
  return `PT${Math.max(0, Math.floor(seconds))}S`;
}

/** From and to; null when either is not known. */
export function spanText(low: number | null, high: number | null): string | null {
  return low === null || high === null ? null : `${clockText(low)}–${clockText(high)}`;
}
