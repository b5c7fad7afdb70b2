/** A number that is typed or stepped by the arrow keys: small buttons beside it only get in the way.
 * One that is out of bounds stays as it was typed, and says what it may be. */
import { InputNumber, type InputNumberProps } from "antd";
import { isOutside, NumberBounds } from "./number-bounds";

interface Props extends Omit<InputNumberProps<number>, "min" | "max" | "value"> {
  value?: number | null;
  min?: number;
  max?: number;
}

export function NumberInput({ min, max, value, ...props }: Props) {
  const bounds = { least: min ?? null, most: max ?? null };
  const mark = isOutside(value ?? null, bounds) ? { status: "error" as const, "aria-invalid": true } : {};
  return (
    <>
      <InputNumber<number> {...props} {...mark} value={value ?? null} controls={false} />
      <NumberBounds value={value ?? null} bounds={bounds} />
    </>
  );
}
