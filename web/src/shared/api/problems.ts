/** What the server answers when it refuses: problem+json as an Error with a text for people. */
import i18next from "i18next";
import { listOf } from "@/shared/i18n/list-of";
import messages from "./field-messages.json";

/** What a refusal names: a name, a number, or several names. */
type About = string | number | string[];

interface ProblemBody {
  status?: number;
  code?: string;
  title?: string;
  detail?: string;
  about?: Record<string, About>;
  fields?: Record<string, string>;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly about: Readonly<Record<string, About>>;
  readonly fields: Readonly<Record<string, string>>;

  constructor(body: ProblemBody, status: number) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "";
    this.about = body.about ?? {};
    this.fields = body.fields ?? {};
  }
}

const TOO_MANY = 429;

/** Whether the server read it and will not have it: the same again would end the same. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status < 500 && error.status !== TOO_MANY;
}

type AnyTranslate = (key: string, options?: Record<string, unknown>) => string;

const translate: AnyTranslate = (key, options) => (i18next.t as unknown as AnyTranslate)(key, options);

function explainProblem(problem: Problem): string {
  const byCode = `problem.${problem.code.replaceAll(".", "_")}`;
  const byStatus = `problem.status_${problem.status}`;
  const isRefusal = problem.status === 409 || problem.status === 422;
  // The server's own sentence is English and names what is concerned.
  if (isRefusal && i18next.language === "en") return problem.message;
  if (i18next.exists(byCode)) return translate(byCode, namesOf(problem.about));
  return !isRefusal && i18next.exists(byStatus) ? translate(byStatus) : problem.message;
}

function namesOf(about: Problem["about"]) {
  const said = Object.entries(about).map(([name, one]) => [name, Array.isArray(one) ? listOf(one) : one]);
  return Object.fromEntries(said) as Record<string, unknown>;
}

/** A sentence for the person in front of the screen, in their language where we have one. */
export function explain(error: unknown): string {
  return error instanceof Problem ? explainProblem(error) : translate("problem.unreachable");
}

/** What the server's checkers of bodies say, as people say it; the server's tests read it too. */
const FIELD_MESSAGES = messages.map(([pattern = "", key = ""]) => ({ pattern: new RegExp(pattern), key }));

export function explainField(message: string): string {
  for (const { pattern, key } of FIELD_MESSAGES) {
    const found = pattern.exec(message);
    if (found) return translate(key, { first: found[1], second: found[2], count: toNumber(found[1]) });
  }
  // English words help the English reader only.
  return i18next.language === "en" ? message : translate("form.unusable");
}

/** Whether a rule was broken: it says in its own sentence where. */
export function isRuleBroken({ status }: Problem): boolean {
  return status === 409;
}

/** What a refusal says at one of its fields, of which the server said `text`. */
export function saidAt(problem: Problem, text: string): string {
  return isRuleBroken(problem) ? explain(problem) : explainField(text);
}

/** What is wrong with the fields of one part of the body, such as `rules.2`, by the field's name. */
export function faultsIn(error: unknown, part: string): Record<string, string> {
  const fields = error instanceof Problem ? Object.entries(error.fields) : [];
  const own = fields.filter(([path]) => path.startsWith(`${part}.`));
  return Object.fromEntries(
    own.map(([path, message]) => [path.slice(part.length + 1).split(".")[0], explainField(message)]),
  );
}

function toNumber(text = "") {
  return Number(text.replaceAll(",", ""));
}
