/** The other value of one thing: a level, a choice, or a number. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import { NumberInput } from "@/shared/ui/number-input";
import { CHOICES, kindOf, type Subject, type Value } from "./model/changes";
import styles from "./what-if.module.css";

const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((level) => ({ value: level, label: `${level}` }));
const WITHOUT = 0;

interface Props {
  id: string;
  subject: Subject;
  what: string;
  now: Value | undefined;
  value: Value | undefined;
  describedBy: string;
  isWrong: boolean;
  onChange: (value: Value | undefined) => void;
  onEnter: () => void;
}

export function ValueInput({
  id,
  subject,
  what,
  now,
  value,
  describedBy,
  isWrong,
  onChange,
  onEnter,
}: Props) {
  const { t } = useTranslation();
  const kind = kindOf(what);
  const shared = {
    id,
    "aria-invalid": isWrong,
    "aria-describedby": describedBy,
    ...(isWrong ? { status: "error" as const } : {}),
  };
  if (kind === "skill") {
    const without = { value: WITHOUT, label: t(`what_if.without_${subject}`) };
    return (
      <Select<number>
        {...shared}
        aria-label={t("what_if.level")}
        placeholder={t("what_if.level")}
        value={levelShown(value)}
        options={[...(now === null ? [] : [without]), ...LEVELS.filter((one) => one.value !== now)]}
        onChange={(level) => onChange(level === WITHOUT ? null : level)}
      />
    );
  }
  if (kind === "agent_choice" || kind === "order_by") {
    return (
      <Select<string>
        {...shared}
        aria-label={t(`what_if.thing.${kind}`)}
        placeholder={t("form.choose")}
        value={typeof value === "string" ? value : null}
        options={CHOICES[kind]
          .filter((one) => one !== now)
          .map((one) => ({ value: one, label: serverText(`${kind}.${one}`) }))}
        onChange={onChange}
      />
    );
  }
  if (kind !== "number") return null;
  return (
    <NumberInput
      {...shared}
      aria-label={what === "more" ? t("what_if.count") : serverText(`what_if.said_thing.${what}`)}
      className={styles["number"] ?? ""}
      value={typeof value === "number" ? value : null}
      {...(what.endsWith("_s") ? { suffix: t("catalogue.unit_seconds") } : {})}
      onChange={(next) => onChange(next ?? undefined)}
      // Or the whole form would be sent.
      onPressEnter={(event) => {
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

function levelShown(value: Value | undefined): number | null {
  return value === undefined ? null : Number(value ?? WITHOUT);
}
