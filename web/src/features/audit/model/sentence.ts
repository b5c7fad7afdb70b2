/** What an entry of the trail says, in the reader's language. */
import i18next from "i18next";
import type { ListAuditResponse } from "@/shared/api/generated/types.gen";
import { serverText } from "@/shared/i18n/server-text";

export type Entry = ListAuditResponse["items"][number];

/** The sentence after the person's name. One that this page does not know is told by its parts. */
export function sentence(entry: Entry): string {
  const key = `audit.act.${entry.what.replaceAll(".", "_")}`;
  const name = entry.name || entry.subject.split("/").at(-1) || entry.subject;
  if (i18next.exists(key)) return serverText(key, { name });
  return `${entry.what.replaceAll(/[._]/g, " ")} · ${name}`;
}

export interface Day {
  day: string;
  entries: Entry[];
}

/** Entries under the day on which they happened, in the order they came. */
export function byDay(entries: readonly Entry[], nameOf: (iso: string) => string): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const day = nameOf(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] });
    days.at(-1)?.entries.push(entry);
  }
  return days;
}
