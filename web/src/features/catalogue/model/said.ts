/** What a field held, in words short enough for a list of changes. Pure. */
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import type { Field } from "./kind";

type NameOf = (id: string) => string;

/** Null for what is too large to be said in a line. */
export function said(field: Field, value: unknown, nameOf: NameOf): string | null {
  if (field.input === "password") return null;
  if (isEmpty(value)) return serverText("form.none");
  switch (field.input) {
    case "reference":
      return nameOf(String(value));
    case "references":
      return listOf((value as string[]).map(nameOf));
    case "levels":
      return listOf(Object.entries(value as object).map(([id, level]) => `${nameOf(id)} ${level}`));
    case "choice":
      return serverText(`${field.texts}.${String(value)}`);
    case "choices":
      return listOf((value as string[]).map((one) => serverText(`${field.texts}.${one}`)));
    case "switch":
      return serverText(value ? "form.yes" : "form.no");
    case "number":
      return field.unit ? `${value} ${serverText(`catalogue.unit_${field.unit}`)}` : String(value);
    case "lines":
      return listOf(value as string[]);
    case "text":
    case "timezone":
      return String(value);
    case "own":
      return field.name === "agent_choice" ? serverText(`agent_choice.${String(value)}`) : null;
    default:
      return null;
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
