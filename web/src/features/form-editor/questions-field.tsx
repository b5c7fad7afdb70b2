/** The questions of a wrap-up form: added, put in order, and described. */
import { Button, Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Part, PartFault } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { NumberInput } from "@/shared/ui/number-input";
import { WordsInput } from "@/shared/ui/words-input";
import { Labelled } from "./labelled";
import {
  kindsFor,
  MOST_QUESTIONS,
  moved,
  newQuestion,
  ofKind,
  type Question,
  type QuestionKind,
} from "./model/questions";
import styles from "./questions-field.module.css";
import { TicketFields } from "./ticket-fields";

interface Props {
  value?: Question[];
  onChange?: (value: Question[]) => void;
}

export function QuestionsField({ value = [], onChange }: Props) {
  const { t } = useTranslation();
  const replace = (at: number, next: Question) =>
    onChange?.(value.map((question, index) => (index === at ? next : question)));
  return (
    <div className={styles["rows"]}>
      {value.length === 0 && <p className={styles["soft"]}>{t("form_editor.none")}</p>}
      {value.map((question, index) => (
        <section
          key={question.key}
          className={styles["question"]}
          aria-label={t("form_editor.question", { number: index + 1 })}
        >
          <header className={styles["head"]}>
            <strong>{t("form_editor.question", { number: index + 1 })}</strong>
            <span>
              <Button
                type="text"
                disabled={index === 0}
                icon={<Icon name="up" size={17} />}
                aria-label={t("form_editor.move_up", { number: index + 1 })}
                onClick={() => onChange?.(moved(value, index, -1))}
              />
              <Button
                type="text"
                disabled={index === value.length - 1}
                icon={<Icon name="down" size={17} />}
                aria-label={t("form_editor.move_down", { number: index + 1 })}
                onClick={() => onChange?.(moved(value, index, 1))}
              />
              <Button
                type="text"
                icon={<Icon name="bin" size={17} />}
                aria-label={t("form_editor.remove", { number: index + 1 })}
                onClick={() => onChange?.(value.filter(({ key }) => key !== question.key))}
              />
            </span>
          </header>
          <Part name={index}>
            <PartFault name="" />
            <QuestionFields question={question} questions={value} onChange={(next) => replace(index, next)} />
          </Part>
        </section>
      ))}
      {value.length < MOST_QUESTIONS && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => onChange?.([...value, newQuestion(value)])}
          >
            {t("form_editor.add")}
          </Button>
        </span>
      )}
    </div>
  );
}

interface FieldsProps {
  question: Question;
  questions: readonly Question[];
  onChange: (question: Question) => void;
}

function QuestionFields({ question, questions, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Question>) => onChange({ ...question, ...part });
  const limit = (key: "least" | "most") => (
    <Labelled text={t(`form_editor.${key}`)} name={key}>
      {(id) => (
        <NumberInput id={id} value={question[key]} onChange={(next) => change({ [key]: next ?? null })} />
      )}
    </Labelled>
  );
  return (
    <div className={styles["grid"]}>
      <Labelled text={t("form_editor.label")} name="label" isWide>
        {(id) => (
          <Input
            id={id}
            value={question.label}
            maxLength={100}
            onChange={({ target }) => change({ label: target.value })}
          />
        )}
      </Labelled>
      <Labelled text={t("form_editor.kind")} name="kind">
        {(id) => (
          <Select<QuestionKind>
            id={id}
            value={question.kind}
            options={kindsFor(question, questions).map((kind) => ({
              value: kind,
              label: t(`form_editor.kinds.${kind}`),
            }))}
            onChange={(kind) => onChange(ofKind(question, kind, questions))}
          />
        )}
      </Labelled>
      {question.kind === "number" && limit("least")}
      {question.kind === "number" && limit("most")}
      {question.kind === "choice" && (
        <Labelled text={t("form_editor.choices")} name="choices" isWide>
          {(id) => (
            <WordsInput
              id={id}
              value={question.choices}
              onChange={(choices: string[]) => change({ choices: choices.map((one) => one.trim()) })}
            />
          )}
        </Labelled>
      )}
      {question.ticket && (
        <Part name="ticket">
          <TicketFields value={question.ticket} onChange={(ticket) => change({ ticket })} />
        </Part>
      )}
      <Labelled text={t("form_editor.hint")} name="hint" isWide>
        {(id) => (
          <Input
            id={id}
            value={question.hint}
            maxLength={200}
            onChange={({ target }) => change({ hint: target.value })}
          />
        )}
      </Labelled>
      <Checkbox
        checked={question.is_required}
        onChange={({ target }) => change({ is_required: target.checked })}
      >
        {t("form_editor.is_required")}
      </Checkbox>
    </div>
  );
}
