/** The instant at which a day ("2026-11-22") begins in the reader's own time zone. */
export function startOfDay(day: string, plusDays = 0): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(year, month - 1, date + plusDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The day of an instant as a date field writes it, in the reader's own time zone. */
export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
