/** What the server answers when it refuses: problem+json as an Error with a text for people. */
import i18next from "i18next";

interface ProblemBody {
  status?: number;
  code?: string;
  title?: string;
  detail?: string;
  fields?: Record<string, string>;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;

  constructor(body: ProblemBody, status: number) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "";
    this.fields = body.fields ?? {};
  }
}

type AnyTranslate = (key: string, options?: Record<string, unknown>) => string;

const translate: AnyTranslate = (key, options) => (i18next.t as unknown as AnyTranslate)(key, options);

function explainProblem(problem: Problem): string {
  const byCode = `problem.${problem.code.replaceAll(".", "_")}`;
  const byStatus = `problem.status_${problem.status}`;
  const isRefusal = problem.status === 409 || problem.status === 422;
  // The server's own sentence is English and names what is concerned.
  if (isRefusal && i18next.language === "en") return problem.message;
  if (i18next.exists(byCode)) return translate(byCode, { detail: problem.message });
  return !isRefusal && i18next.exists(byStatus) ? translate(byStatus) : problem.message;
}

/** A sentence for the person in front of the screen, in their language where we have one. */
export function explain(error: unknown): string {
  return error instanceof Problem ? explainProblem(error) : translate("problem.unreachable");
}

/** What the server's checker of bodies says, as people say it. */
const FIELD_MESSAGES: readonly [RegExp, string][] = [
  [/^Field required/, "form.required"],
  [/match pattern/, "form.pattern"],
  [/at least (\d+) character/, "form.too_short"],
  [/at most (\d+) character/, "form.too_long"],
  [/greater than or equal to (\S+)/, "form.at_least"],
  [/less than or equal to (\S+)/, "form.at_most"],
];

export function explainField(message: string): string {
  for (const [pattern, key] of FIELD_MESSAGES) {
    const found = pattern.exec(message);
    if (found) return translate(key, { count: Number(found[1]) });
  }
  return message;
}
