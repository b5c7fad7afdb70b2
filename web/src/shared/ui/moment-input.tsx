/**
 * Fields for a day, a time of day, and both, in the page's language: the browser's own follow the
 * browser's. Values are local texts such as `2026-01-05T09:30`; `@/shared/time/wished` reads them.
 */
import { DatePicker, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import "dayjs/locale/zh-cn";
import "dayjs/locale/zh-tw";
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
}

const SHOWN = { day: "YYYY-MM-DD", moment: "YYYY-MM-DD HH:mm", time: "HH:mm" };
const ANY_DAY = "2024-01-01T";

/** No button confirms: what is picked or typed counts. */
function shared({ required, className, ...rest }: Omit<Props, "value" | "onChange">) {
  return {
    ...rest,
    allowClear: !required,
    needConfirm: false,
    changeOnScroll: true,
    className: `${styles["moment"]} ${className ?? ""}`,
    classNames: { popup: { root: styles["popup"] ?? "" } },
  };
}

/** Heard with every day picked or typed: a button pressed right after it must not act on the old one. */
function hear(format: string, onChange: Props["onChange"]) {
  const tell = (next: Dayjs | Dayjs[] | null) => onChange?.([next].flat()[0]?.format(format) ?? "");
  return { onChange: tell, onCalendarChange: tell };
}

const shownFor = (text: string | undefined): Dayjs | null => (text ? dayjs(text) : null);

export function MomentInput({ value, onChange, ...rest }: Props) {
  return (
    <DatePicker
      {...shared(rest)}
      format={SHOWN.moment}
      showTime={{ format: SHOWN.time }}
      value={shownFor(value)}
      {...hear("YYYY-MM-DDTHH:mm", onChange)}
    />
  );
}

/** `max`: the last day that can be chosen. */
export function DayInput({ value, onChange, max, ...rest }: Props & { max?: string }) {
  return (
    <DatePicker
      {...shared(rest)}
      format={SHOWN.day}
      value={shownFor(value)}
      {...hear(SHOWN.day, onChange)}
      {...(max ? { maxDate: dayjs(max) } : {})}
    />
  );
}

export function TimeInput({ value, onChange, ...rest }: Props) {
  return (
    <TimePicker
      {...shared(rest)}
      format={SHOWN.time}
      value={shownFor(value && ANY_DAY + value)}
      {...hear(SHOWN.time, onChange)}
    />
  );
}
