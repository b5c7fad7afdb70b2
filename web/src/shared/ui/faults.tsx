/**
 * What is wrong inside a large field of a form, told at the one box that it is about.
 *
 * A form offers its faults by path; a box that says where it is has its own, and is the only one
 * that is marked. What no box has is left to the form to tell.
 */
import { Form } from "antd";
import {
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import styles from "./faults.module.css";

interface Offered {
  faults: ReadonlyMap<string, string>;
  claim: (path: string) => () => void;
}

const NONE: Offered = { faults: new Map(), claim: () => () => undefined };
const OfferedFaults = createContext(NONE);
const Place = createContext("");

/** The faults of one form, and which paths a box stands at now. */
export function useFaults() {
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(NONE.faults);
  const claimed = useRef<string[]>([]);
  const claim = useCallback((path: string) => {
    claimed.current.push(path);
    return () => {
      claimed.current.splice(claimed.current.indexOf(path), 1);
    };
  }, []);
  const isClaimed = useCallback((path: string) => claimed.current.includes(path), []);
  const offered = useMemo(() => ({ faults, claim }), [faults, claim]);
  return { faults, setFaults, offered, isClaimed };
}

export const FaultsProvider = OfferedFaults.Provider;

/** Boxes inside stand below this part of the path. */
export function Part({ name, children }: { name: string | number; children: ReactNode }) {
  return <Place value={usePath(String(name))}>{children}</Place>;
}

function usePath(name: string): string {
  const outer = useContext(Place);
  return [outer, name].filter(Boolean).join(".");
}

/** Undefined for the whole field, which is the form's own to mark; null where nothing is wrong. */
function useFault(name: string): string | null | undefined {
  const path = usePath(name);
  const { faults, claim } = useContext(OfferedFaults);
  const isInside = path.includes(".");
  useEffect(() => (isInside ? claim(path) : undefined), [isInside, claim, path]);
  return isInside ? (faults.get(path) ?? null) : undefined;
}

interface BoxProps {
  name?: string;
  children: ReactElement<Record<string, unknown>>;
}

/** A control with what is wrong in it below; it is not marked for anything else. */
export function Box({ name = "", children }: BoxProps) {
  const fault = useFault(name);
  const id = useId();
  const mark = fault === undefined ? {} : { validateStatus: fault ? ("error" as const) : ("" as const) };
  return (
    <>
      <Form.Item noStyle {...mark}>
        {fault ? cloneElement(children, { "aria-invalid": true, "aria-describedby": id }) : children}
      </Form.Item>
      {fault && <Told id={id} fault={fault} />}
    </>
  );
}

/** What is wrong with a part as a whole; no box in it is marked for that. */
export function PartFault({ name }: { name: string }) {
  const fault = useFault(name);
  const id = useId();
  return fault ? <Told id={id} fault={fault} /> : null;
}

function Told({ id, fault }: { id: string; fault: string }) {
  return (
    <span id={id} className={styles["fault"]} data-fault="" tabIndex={-1}>
      {fault}
    </span>
  );
}

/** Brings the first box with a fault into view, and the keyboard to it. */
export function goToFault(form: ParentNode): void {
  const told = form.querySelector<HTMLElement>("[data-fault]");
  if (!told) return;
  const folded = told.closest("details");
  if (folded) folded.open = true;
  const box = form.querySelector<HTMLElement>(`[aria-describedby~="${CSS.escape(told.id)}"]`) ?? told;
  told.scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
}
