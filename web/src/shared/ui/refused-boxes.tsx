/**
 * Boxes whose saving was refused, outside a record's form: each says what is wrong in it until it is
 * changed, the first has the keyboard. What no box has is told below them.
 */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Problem, saidAt } from "@/shared/api/problems";
import { FaultsProvider, goToFault, Part, useFaults } from "./faults";
import styles from "./faults.module.css";
import { nearestBox } from "./model/nearest-box";
import { isSameAt } from "./model/same-at";
import { Notice } from "./notice";

// Only paths with a part around them belong to boxes.
const BODY = "body";

interface Props {
  error: Error | null;
  /** What was sent, as paths of the refusal go through it, and what stands in the boxes now. */
  sent: unknown;
  now: unknown;
  children: ReactNode;
}

export function RefusedBoxes({ error, sent, now, children }: Props) {
  const around = useRef<HTMLDivElement>(null);
  const { faults, setFaults, offered, isClaimed } = useFaults();
  const [others, setOthers] = useState<string[]>([]);
  useEffect(() => {
    const atBoxes = new Map<string, string>();
    const elsewhere: string[] = [];
    for (const [path, text] of error instanceof Problem ? Object.entries(error.fields) : []) {
      const said = saidAt(error as Problem, text);
      const box = nearestBox(`${BODY}.${path}`, isClaimed);
      if (box === undefined) elsewhere.push(said);
      else atBoxes.set(box, said);
    }
    setFaults(atBoxes);
    setOthers(elsewhere);
  }, [error, setFaults, isClaimed]);
  useEffect(() => {
    if (faults.size > 0 && around.current) goToFault(around.current);
  }, [faults]);
  const isLeft = (path: string) => isSameAt(path, { [BODY]: sent }, { [BODY]: now });
  const left = new Map([...faults].filter(([path]) => isLeft(path)));
  return (
    <FaultsProvider value={{ ...offered, faults: left }}>
      <div ref={around} className={styles["around"]}>
        <Part name={BODY}>{children}</Part>
        {others.length > 0 && <Notice tone="danger">{others.join(" ")}</Notice>}
      </div>
    </FaultsProvider>
  );
}
