/**
 * Boxes whose saving was refused, outside a record's form: each says what is wrong in it until it is
 * changed, the first has the keyboard. What no box has is told below them.
 */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { explain, explainField, Problem } from "@/shared/api/problems";
import { FaultsProvider, goToFault, Part, useFaults } from "./faults";
import styles from "./faults.module.css";
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
      const said = (error as Problem).status === 409 ? explain(error) : explainField(text);
      const parts = [BODY, ...path.split(".")];
      const nearest = parts.findLastIndex((_, at) => isClaimed(parts.slice(0, at + 1).join(".")));
      if (nearest < 0) elsewhere.push(said);
      else atBoxes.set(parts.slice(0, nearest + 1).join("."), said);
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
