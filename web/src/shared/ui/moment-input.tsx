/**
 * Fields for a day, a time of day, and both, in the page's language: the browser's own follow the
 * browser's. Values are local texts such as `2026-01-05T09:30`; `@/shared/time/wished` reads them.
 */
import { DatePicker, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { type FocusEvent, type ReactNode, useState } from "react";
import "dayjs/locale/zh-cn";
import "dayjs/locale/zh-tw";
import { useTranslation } from "react-i18next";
import styles from "./moment-input.module.css";

interface Props {
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  value?: string;
  onChange?: (value: string) => void;
  /** It cannot be emptied. */
  required?: boolean;
  className?: string | undefined;
  /** What it holds was refused. */
  isWrong?: boolean;
}

const SHOWN = { day: "YYYY-MM-DD", moment: "YYYY-MM-DD HH:mm", time: "HH:mm" };
const ANY_DAY = "2024-01-01T";

/** No button confirms: what is picked or typed counts. */
function shared({ required, className, isWrong, ...rest }: Omit<Props, "value" | "onChange">) {
  return {
    ...rest,
    ...(isWrong ? { status: "error" as const, "aria-invalid": true } : {}),
    allowClear: !required,
    needConfirm: false,
    changeOnScroll: true,
    className: `${styles["moment"]} ${className ?? ""}`,
    classNames: { popup: { root: styles["popup"] ?? "" } },
  };
}

interface Heard {
  onChange: (next: Dayjs | Dayjs[] | null) => void;
  onCalendarChange: (next: Dayjs | Dayjs[] | null) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/**
 * Heard with every day picked or typed: a button pressed right after it must not act on the old one.
 * The field itself throws away what it cannot read; what that was stands below it.
 */
function useHeard(
  shown: keyof typeof SHOWN,
  format: string,
  onChange: Props["onChange"],
): [Heard, ReactNode] {
  const { t } = useTranslation();
  const [unread, setUnread] = useState("");
  const tell = (next: Dayjs | Dayjs[] | null) => {
    setUnread("");
    onChange?.([next].flat()[0]?.format(format) ?? "");
  };
  const onBlur = ({ target }: FocusEvent<HTMLElement>) => {
    if (!(target instanceof HTMLInputElement)) return;
    setUnread(target.value !== "" && !dayjs(target.value, SHOWN[shown]).isValid() ? target.value : "");
  };
  const notice = unread !== "" && (
    <span className={styles["unread"]} role="status">
      {t(`form.no_${shown}`, { text: unread, example: dayjs().format(SHOWN[shown]) })}
    </span>
  );
  return [{ onChange: tell, onCalendarChange: tell, onBlur }, notice];
}

const shownFor = (text: string | undefined): Dayjs | null => (text ? dayjs(text) : null);

export function MomentInput({ value, onChange, ...rest }: Props) {
  const [heard, notice] = useHeard("moment", "YYYY-MM-DDTHH:mm", onChange);
  return (
    <>
      <DatePicker
        {...shared(rest)}
        format={SHOWN.moment}
        showTime={{ format: SHOWN.time }}
        value={shownFor(value)}
        {...heard}
      />
      {notice}
    </>
  );
}

/** `max`: the last day that can be chosen. */
export function DayInput({ value, onChange, max, ...rest }: Props & { max?: string }) {
  const [heard, notice] = useHeard("day", SHOWN.day, onChange);
  return (
    <>
      <DatePicker
        {...shared(rest)}
        format={SHOWN.day}
        value={shownFor(value)}
        {...heard}
        {...(max ? { maxDate: dayjs(max) } : {})}
      />
      {notice}
    </>
  );
}

export function TimeInput({ value, onChange, ...rest }: Props) {
  const [heard, notice] = useHeard("time", SHOWN.time, onChange);
  return (
    <>
      <TimePicker
        {...shared(rest)}
        format={SHOWN.time}
        value={shownFor(value && ANY_DAY + value)}
        {...heard}
      />
      {notice}
    </>
  );
}
