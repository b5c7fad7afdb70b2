/** From form values to the body that the server takes: its fields, and nothing else. */
import { isRuleBroken, type Problem, saidAt } from "@/shared/api/problems";
import type { Values } from "@/shared/api/records";
import { nearestBox } from "@/shared/ui/model/nearest-box";
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

export interface FoundFaults {
  /** What is told at a whole field, and says where inside. */
  byField: Map<string, string[]>;
  /** What is told at a box inside a field, by the path of the box. */
  byBox: Map<string, string>;
  others: string[];
}

/** What was refused, each at the box that is nearest to it: `when_closed.number` is within `when_closed`. */
export function faultsByPlace(kind: Kind, problem: Problem, hasBox: (path: string) => boolean): FoundFaults {
  const found: FoundFaults = { byField: new Map(), byBox: new Map(), others: [] };
  for (const [path, text] of Object.entries(problem.fields)) {
    const parts = path.split(".");
    const [key = ""] = parts;
    const field = kind.fields.find((one) => one.key === key);
    const said = saidAt(problem, text);
    const box = nearestBox(path, hasBox);
    const inside = parts.slice(box?.split(".").length ?? 1);
    const message =
      field && inside.length > 0 && !isRuleBroken(problem) ? `${placeTold(field, inside)}: ${said}` : said;
    if (!field) found.others.push(`${path}: ${said}`);
    else if (box !== undefined) found.byBox.set(box, message);
    else found.byField.set(key, [...(found.byField.get(key) ?? []), message]);
  }
  return found;
}
