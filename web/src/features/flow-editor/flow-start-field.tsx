/** The step a flow begins with, chosen among its steps. */
import { Form } from "antd";
import { TargetSelect } from "./step-input";
import type { Steps } from "./model/steps";

interface Props {
  id?: string;
  value?: string;
  onChange?: (start: string) => void;
}

export function FlowStartField({ id, value, onChange }: Props) {
  const steps: Steps | undefined = Form.useWatch("steps");
  return (
    <TargetSelect
      {...(id ? { id } : {})} value={value ?? null} ids={Object.keys(steps ?? {})}
      onChange={(next) => onChange?.(next ?? "")}
    />
  );
}
