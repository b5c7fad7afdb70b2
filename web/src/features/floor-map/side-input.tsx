/** How many cells a side of the map has: what is half typed would already squeeze all desks together. */
import { InputNumber } from "antd";
import { useState } from "react";

/** Of a map's side, as the server has it. */
const LEAST_CELLS = 4;
const MOST_CELLS = 60;

interface Props {
  id: string;
  value: number;
  onSet: (value: number) => void;
}

export function SideInput({ id, value, onSet }: Props) {
  const [typed, setTyped] = useState<number | null>(null);
  const set = (next: number | null) => {
    setTyped(null);
    if (next && next !== value) onSet(next);
  };
  return (
    <InputNumber<number>
      id={id}
      min={LEAST_CELLS}
      max={MOST_CELLS}
      precision={0}
      value={typed ?? value}
      onChange={setTyped}
      onStep={(next) => set(Number(next))}
      onBlur={() => set(typed)}
      onPressEnter={() => set(typed)}
    />
  );
}
