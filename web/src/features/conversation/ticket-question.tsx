/** The question for a ticket number: how one looks, why one was refused, and the way to the ticket. */
import { Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { FormQuestion, TicketNumbers } from "@/shared/live/entities";
import { TicketLink } from "@/shared/ui/ticket-link";
import styles from "./notes-form.module.css";

interface Props {
  question: FormQuestion;
  value: string;
  /** Where the ticket is read that was saved last. */
  address: string | null;
  refusal: string | null;
  isRefused: boolean;
  onChange: (value: string) => void;
}

export function TicketQuestion({ question, value, address, refusal, isRefused, onChange }: Props) {
  const { t } = useTranslation();
  const ids = { field: useId(), about: useId() };
  const isWrong = isRefused || refusal !== null;
  const shape = useShape(question.ticket);
  return (
    <div className={styles["question"]}>
      <label htmlFor={ids.field}>
        {question.label}
        {question.is_required && <span className={styles["required"]}> · {t("wrap_up.required")}</span>}
      </label>
      <Input
        id={ids.field}
        value={value}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={ids.about}
        aria-invalid={isWrong}
        {...(isWrong ? { status: "error" as const } : {})}
        onChange={({ target }) => onChange(target.value)}
      />
      <div id={ids.about} className={styles["hint"]}>
        {refusal !== null && (
          <p className={styles["refusal"]} role="alert">
            {refusal}
          </p>
        )}
        {question.hint && <p>{question.hint}</p>}
        <p>{shape}</p>
      </div>
      {refusal === null && value !== "" && address !== null && (
        <p>
          <TicketLink ticket={value} address={address} />
        </p>
      )}
    </div>
  );
}

function useShape(numbers: TicketNumbers | null): string {
  const { t, i18n } = useTranslation();
  if (numbers === null) return "";
  const { prefixes, least_digits: least, most_digits: most } = numbers;
  const digits = t(least === most ? "ticket.digits_exactly" : "ticket.digits", { least, most });
  if (prefixes.length === 0) return digits;
  const either = new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(prefixes);
  return t("ticket.after_prefix", { prefix: either, digits });
}
