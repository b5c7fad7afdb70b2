/** From form values to the body that the server takes: its fields, and nothing else. */
import { explain, explainField, type Problem } from "@/shared/api/problems";
import type { Values } from "@/shared/api/records";
import type { Field, Kind } from "./kind";
import { placeTold } from "./own-lines";

function isLeftOut(field: Field, value: unknown, isNew: boolean): boolean {
  if (field.input !== "password") return false;
  // A secret that was not typed stays as it is; a password is only given with a new user.
  return field.isNewOnly ? !isNew : value === undefined || value === "";
}

function tidy(field: Field, value: unknown): unknown {
  if (field.input === "text" || field.input === "note") return typeof value === "string" ? value.trim() : "";
  if ("isOptional" in field && field.isOptional) return value ?? null;
  if (field.input === "own") return value ?? null;
  if (field.input === "lines" && Array.isArray(value)) {
    return value.map((line) => String(line).trim()).filter(Boolean);
  }
  return value;
}

function belongs({ when }: Field, values: Values): boolean {
  return when === undefined || when.is.includes(String(values[when.key]));
}

export function toBody(kind: Kind, values: Values, edited: Values | null): Values {
  const body: Values = {};
  for (const field of kind.fields) {
    const value = belongs(field, values) ? values[field.key] : kind.fresh[field.key];
    if (!isLeftOut(field, value, edited === null)) body[field.key] = tidy(field, value);
  }
  if (edited) body["version"] = edited["version"];
  return body;
}

/** Errors by field of the form: `when_closed.number` belongs to `when_closed`, and says where inside. */
export function errorsByField(
  kind: Kind,
  problem: Problem,
): { byField: Map<string, string[]>; others: string[] } {
  const byField = new Map<string, string[]>();
  const others: string[] = [];
  for (const [path, text] of Object.entries(problem.fields)) {
    const [key = "", ...inside] = path.split(".");
    const field = kind.fields.find((one) => one.key === key);
    // A rule that was broken says in its own sentence where.
    const isRule = problem.status === 409;
    const said = isRule ? explain(problem) : explainField(text);
    // Ids say nothing to people; a level out of bounds says so itself.
    const isInside = inside.length > 0 && !isRule && field?.input !== "levels";
    const message = field && isInside ? `${placeTold(field, inside)}: ${said}` : said;
    if (field) byField.set(key, [...(byField.get(key) ?? []), message]);
    else others.push(`${path}: ${said}`);
  }
  return { byField, others };
}
