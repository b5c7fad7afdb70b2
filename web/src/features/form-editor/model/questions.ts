/** The questions of a wrap-up form as they are edited. Keys are made once and never shown. */

export const KINDS = ["text", "number", "choice", "date", "yes_no"] as const;
export type QuestionKind = (typeof KINDS)[number];

export interface Question {
  key: string;
  label: string;
  kind: QuestionKind;
  is_required: boolean;
  hint: string;
  choices: string[];
  least: number | null;
  most: number | null;
}

export const MOST_QUESTIONS = 40;

/** A new question with a key that none of the others has. */
export function newQuestion(questions: readonly Question[]): Question {
  const taken = new Set(questions.map(({ key }) => key));
  let number = questions.length + 1;
  while (taken.has(`q${number}`)) number += 1;
  return {
    key: `q${number}`,
    label: "",
    kind: "text",
    is_required: false,
    hint: "",
    choices: [],
    least: null,
    most: null,
  };
}

/** A question of another kind keeps nothing that only its old kind had. */
export function ofKind(question: Question, kind: QuestionKind): Question {
  return {
    ...question,
    kind,
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
