/** The weekdays in the reader's language, 0 for Monday. */

const SOME_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function nameOfWeekday(day: number, language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return format.format(SOME_MONDAY + day * DAY_MS);
}
