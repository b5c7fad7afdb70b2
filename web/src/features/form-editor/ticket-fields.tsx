/** How the ticket numbers look that a question asks for, and where they lead. */
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { NumberInput } from "@/shared/ui/number-input";
import { WordsInput } from "@/shared/ui/words-input";
import { Labelled } from "./labelled";
import type { TicketNumbers } from "./model/questions";

const MOST_DIGITS = 20;

interface Props {
  value: TicketNumbers;
  onChange: (value: TicketNumbers) => void;
}

export function TicketFields({ value, onChange }: Props) {
  const { t } = useTranslation();
  const change = (part: Partial<TicketNumbers>) => onChange({ ...value, ...part });
  return (
    <>
      <Labelled text={t("form_editor.prefixes")} name="prefixes" isWide>
        {(id) => (
          <WordsInput
            id={id}
            value={value.prefixes}
            onChange={(prefixes: string[]) => change({ prefixes: prefixes.map((one) => one.trim()) })}
          />
        )}
      </Labelled>
      {(["least_digits", "most_digits"] as const).map((key) => (
        <Labelled key={key} text={t(`form_editor.${key}`)} name={key}>
          {(id) => (
            <NumberInput
              id={id}
              min={1}
              max={MOST_DIGITS}
              value={value[key]}
              onChange={(next) => change({ [key]: next ?? 1 })}
            />
          )}
        </Labelled>
      ))}
      <Labelled text={t("form_editor.ticket_address")} name="address" isWide>
        {(id) => (
          <Input
            id={id}
            value={value.address}
            maxLength={2000}
            placeholder="https://help.example.com/t/{ticket}"
            onChange={({ target }) => change({ address: target.value.trim() })}
          />
        )}
      </Labelled>
    </>
  );
}
