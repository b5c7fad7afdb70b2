/** The questions of a queue's wrap-up form. Answers are texts in the server's way of writing. */
import { Input, InputNumber, Radio, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { FormQuestion } from "@/shared/live/entities";
import { clearing } from "@/shared/ui/clearing";
import { DayInput } from "@/shared/ui/moment-input";
import { isOutside, NumberBounds } from "@/shared/ui/number-bounds";
import styles from "./notes-form.module.css";
import { TicketQuestion } from "./ticket-question";

export type Answers = Readonly<Record<string, string>>;

interface Props {
  questions: readonly FormQuestion[];
  answers: Answers;
  /** What was not taken, such as `answers.q1`. */
  refused: ReadonlySet<string>;
  ticketAddress: string | null;
  /** Why the ticket number was not taken. */
  ticketRefusal: string | null;
  onChange: (answers: Answers) => void;
}

export function AnswersFields({
  questions,
  answers,
  refused,
  ticketAddress,
  ticketRefusal,
  onChange,
}: Props) {
  return questions.map((question) => {
    const asked = {
      question,
      value: answers[question.key] ?? "",
      isRefused: refused.has(`answers.${question.key}`),
      onChange: (value: string) => onChange({ ...answers, [question.key]: value }),
    };
    return question.kind === "ticket" ? (
      <TicketQuestion key={question.key} {...asked} address={ticketAddress} refusal={ticketRefusal} />
    ) : (
      <Question key={question.key} {...asked} />
    );
  });
}

interface QuestionProps {
  question: FormQuestion;
  value: string;
  isRefused: boolean;
  onChange: (value: string) => void;
}

function Question({ question, value, isRefused, onChange }: QuestionProps) {
  const { t } = useTranslation();
  const id = useId();
  const label = (
    <>
      {question.label}
      {question.is_required && <span className={styles["required"]}> · {t("wrap_up.required")}</span>}
    </>
  );
  // Radios are a group of their own; everything else is one control.
  if (question.kind === "yes_no") {
    return (
      <fieldset className={styles["question"]} aria-invalid={isRefused}>
        <legend>{label}</legend>
        <Radio.Group
          value={value}
          options={["yes", "no"].map((one) => ({ value: one, label: t(`answer.${one as "yes" | "no"}`) }))}
          onChange={({ target }) => onChange(String(target.value))}
        />
        {question.hint && <p className={styles["hint"]}>{question.hint}</p>}
      </fieldset>
    );
  }
  return (
    <div className={styles["question"]}>
      <label htmlFor={id}>{label}</label>
      <Control id={id} question={question} value={value} isRefused={isRefused} onChange={onChange} />
      {question.kind === "number" && <NumberBounds value={numberIn(value)} bounds={question} />}
      {question.hint && <p className={styles["hint"]}>{question.hint}</p>}
    </div>
  );
}

function numberIn(value: string): number | null {
  return value === "" ? null : Number(value);
}

function Control({ id, question, value, isRefused, onChange }: QuestionProps & { id: string }) {
  const { t } = useTranslation();
  const isWrong = isRefused || (question.kind === "number" && isOutside(numberIn(value), question));
  const mark = isWrong ? { status: "error" as const, "aria-invalid": true } : {};
  switch (question.kind) {
    case "number":
      return (
        <InputNumber<string>
          id={id}
          stringMode
          value={value === "" ? null : value}
          className={styles["wide"] ?? ""}
          {...mark}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "choice":
      return (
        <Select
          id={id}
          {...mark}
          allowClear={clearing()}
          showSearch
          value={value || null}
          placeholder={t("form.choose")}
          options={question.choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={(next: string | undefined) => onChange(next ?? "")}
        />
      );
    case "date":
      return <DayInput id={id} value={value} isWrong={isRefused} onChange={onChange} />;
    default:
      return (
        <Input
          {...mark}
          id={id}
          value={value}
          maxLength={2000}
          onChange={({ target }) => onChange(target.value)}
        />
      );
  }
}
