/** The questions of a wrap-up form as they are edited. Keys are made once and never shown. */

export const KINDS = ["text", "number", "choice", "date", "yes_no", "ticket"] as const;
export type QuestionKind = (typeof KINDS)[number];

/** Ticket numbers are told from telephone numbers by the key of their question. */
const TICKET_KEY = "ticket";

export interface TicketNumbers {
  prefixes: string[];
  least_digits: number;
  most_digits: number;
  address: string;
}

export interface Question {
  key: string;
  label: string;
  kind: QuestionKind;
  is_required: boolean;
  hint: string;
  choices: string[];
  least: number | null;
  most: number | null;
  ticket: TicketNumbers | null;
}

export const MOST_QUESTIONS = 40;

function freeKey(questions: readonly Question[]): string {
  const taken = new Set(questions.map(({ key }) => key));
  let number = questions.length + 1;
  while (taken.has(`q${number}`)) number += 1;
  return `q${number}`;
}

/** A new question with a key that none of the others has. */
export function newQuestion(questions: readonly Question[]): Question {
  return {
    key: freeKey(questions),
    label: "",
    kind: "text",
    is_required: false,
    hint: "",
    choices: [],
    least: null,
    most: null,
    ticket: null,
  };
}

/** The kinds that a question may have: a form asks for one ticket number at most. */
export function kindsFor(question: Question, questions: readonly Question[]): readonly QuestionKind[] {
  const isAsked = questions.some((one) => one !== question && one.kind === "ticket");
  return isAsked ? KINDS.filter((kind) => kind !== "ticket") : KINDS;
}

/** A question of another kind keeps nothing that only its old kind had. */
export function ofKind(
  question: Question,
  kind: QuestionKind,
  questions: readonly Question[] = [question],
): Question {
  const wasTicket = question.key === TICKET_KEY && kind !== "ticket";
  return {
    ...question,
    kind,
    key: kind === "ticket" ? TICKET_KEY : wasTicket ? freeKey(questions) : question.key,
    ticket: kind === "ticket" ? { prefixes: [], least_digits: 1, most_digits: 12, address: "" } : null,
    choices: kind === "choice" ? question.choices : [],
    least: kind === "number" ? question.least : null,
    most: kind === "number" ? question.most : null,
  };
}

/** The list with the question at `from` one place further up or down, if there is one. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const result = [...list];
  const to = from + by;
  const [one] = to >= 0 && to < list.length ? result.splice(from, 1) : [];
  if (one !== undefined) result.splice(to, 0, one);
  return result;
}
