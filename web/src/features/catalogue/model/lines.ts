/** What a field holds, line by line: large fields by their entries, so that a change shows those only. Pure. */
import i18next from "i18next";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { textsTold } from "@/shared/i18n/texts-told";
import { nameOfWeekday } from "@/shared/time/weekdays";
import type { Line } from "@/shared/ui/model/changed-lines";
import type { Field } from "./kind";
import { ownLines } from "./own-lines";
import { said } from "./said";

type NameOf = (id: string) => string;
type Told = Omit<Line, "label"> & { label?: string };

/** Null for what cannot be said in lines. */
export function linesOf(field: Field, value: unknown, nameOf: NameOf): Line[] | null {
  const name = serverText(`field.${field.key}`);
  const entries = entriesOf(field, value, nameOf);
  if (entries)
    return entries.map(({ key, label, text }) => ({
      key: `${field.key} ${key}`,
      label: label ? `${name} · ${label}` : name,
      text,
    }));
  const text = said(field, value, nameOf);
  return text === null ? null : [{ key: field.key, label: name, text }];
}

function entriesOf(field: Field, value: unknown, nameOf: NameOf): Told[] | null {
  switch (field.input) {
    case "weekly":
      return openingsTold((value ?? []) as { day: number; opens: string; closes: string }[]);
    case "holidays":
      return ((value ?? []) as { date: string; name: string }[]).map(({ date, name }) => ({
        key: date,
        label: date,
        text: name || serverText("form.yes"),
      }));
    case "texts":
      return textsTold((value ?? {}) as Record<string, string>);
    case "own":
      return field.name === "flow_steps"
        ? stepsTold((value ?? {}) as Steps, nameOf)
        : ownLines(field.name, value, nameOf);
    default:
      return null;
  }
}

function openingsTold(openings: readonly { day: number; opens: string; closes: string }[]): Told[] {
  return [...new Set(openings.map(({ day }) => day))].map((day) => ({
    key: String(day),
    label: nameOfWeekday(day, i18next.language),
    text: listOf(openings.filter((one) => one.day === day).map(({ opens, closes }) => `${opens}–${closes}`)),
  }));
}

type Steps = Record<string, Record<string, unknown>>;

function stepsTold(steps: Steps, nameOf: NameOf): Told[] {
  return Object.entries(steps).flatMap(([step, { kind, ...fields }]) => [
    { key: step, label: step, text: serverText(`step.kind.${String(kind)}`) },
    ...Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ({
        key: `${step} ${key}`,
        label: `${step} · ${serverText(`step.field.${key}`)}`,
        text: valueTold(value, nameOf),
      })),
  ]);
}

function valueTold(value: unknown, nameOf: NameOf): string {
  if (typeof value === "boolean") return serverText(value ? "form.yes" : "form.no");
  if (Array.isArray(value)) return listOf(value.map((one) => valueTold(one, nameOf)));
  if (typeof value === "object" && value !== null)
    return listOf(Object.entries(value).map(([key, one]) => `${nameOf(key)}: ${valueTold(one, nameOf)}`));
  return nameOf(String(value));
}
