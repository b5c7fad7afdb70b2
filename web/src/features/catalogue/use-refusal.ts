/** Why saving a record was refused: told at the boxes that it is about, the first of which has the focus. */
import type { FormInstance } from "antd";
import { useEffect, useRef, useState } from "react";
import { Problem } from "@/shared/api/problems";
import type { Values } from "@/shared/api/records";
import { goToFault, useFaults } from "@/shared/ui/faults";
import { isSameAt } from "@/shared/ui/model/same-at";
import type { Kind } from "./model/kind";
import { type FoundFaults, faultsByPlace } from "./model/to-body";

const NOTHING: FoundFaults = { byField: new Map(), byBox: new Map(), others: [] };

export function useRefusal(kind: Kind, form: FormInstance<Values>) {
  const ref = useRef<FormInstance<Values> & { nativeElement?: HTMLElement }>(null);
  const { faults, setFaults, offered, isClaimed } = useFaults();
  const [found, setFound] = useState(NOTHING);
  const refused = useRef<Values>({});

  useEffect(() => {
    const places = [...found.byField.keys(), ...found.byBox.keys()];
    const first = kind.fields.find(({ key }) => places.some((path) => path.split(".")[0] === key))?.key;
    if (first === undefined) return;
    if (found.byField.has(first)) form.scrollToField(first, { block: "center", focus: true });
    else if (ref.current?.nativeElement) goToFault(ref.current.nativeElement);
  }, [found, form, kind]);

  const tell = (error: Error) => {
    if (!(error instanceof Problem)) return;
    const next = faultsByPlace(kind, error, isClaimed);
    // What the time before was wrong elsewhere is not said again.
    form.setFields(kind.fields.map(({ key }) => ({ name: key, errors: next.byField.get(key) ?? [] })));
    refused.current = form.getFieldsValue(true);
    setFaults(next.byBox);
    setFound(next);
  };
  const forget = () => {
    const values: Values = form.getFieldsValue(true);
    const left = [...faults].filter(([path]) => isSameAt(path, refused.current, values));
    if (left.length < faults.size) setFaults(new Map(left));
  };
  return {
    ref,
    offered,
    others: found.others,
    isAtField: found.byField.size + found.byBox.size > 0,
    tell,
    forget,
  };
}
