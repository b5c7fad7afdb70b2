/** A number that is typed or stepped by the arrow keys: small buttons beside it only get in the way.
 * One that is out of bounds stays as it was typed, and says what it may be. An emptied box is empty
 * until it is left, whatever its owner makes of it: the next digits would stand behind a number. */
import { InputNumber, type InputNumberProps } from "antd";
import { useState } from "react";
import { isOutside, NumberBounds } from "./number-bounds";

interface Props extends Omit<InputNumberProps<number>, "min" | "max" | "value" | "onChange"> {
  value?: number | null;
  min?: number;
  max?: number;
  onChange?: (value: number | null) => void;
}

export function NumberInput({ min, max, value = null, onChange, onBlur, ...props }: Props) {
  const [isEmptied, setIsEmptied] = useState(false);
  const bounds = { least: min ?? null, most: max ?? null };
  const shown = isEmptied ? null : value;
  const mark = isOutside(shown, bounds) ? { status: "error" as const, "aria-invalid": true } : {};
  // Who marks it says as well what is wrong.
  const isTold = Boolean(props["aria-invalid"]);
  return (
    <>
      <InputNumber<number>
        {...props}
        {...mark}
        value={shown}
        controls={false}
        onChange={(next) => {
          setIsEmptied(next === null);
          onChange?.(next);
        }}
        onBlur={(event) => {
          setIsEmptied(false);
          onBlur?.(event);
        }}
      />
      {!isTold && <NumberBounds value={shown} bounds={bounds} />}
    </>
  );
}
