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

function hasText(key: string): boolean {
  return key !== "" && i18next.exists(key);
}

/** A sentence for the person in front of the screen, in their language where we have one. */
export function explain(error: unknown): string {
  const translate = i18next.t as unknown as (key: string) => string;
  if (error instanceof Problem) {
    const known = `problem.${error.code.replaceAll(".", "_")}`;
    if (error.code && hasText(known)) return translate(known);
    const byStatus = `problem.status_${error.status}`;
    if (error.status !== 409 && error.status !== 422 && hasText(byStatus)) return translate(byStatus);
    return error.message;
  }
  return translate("problem.unreachable");
}
