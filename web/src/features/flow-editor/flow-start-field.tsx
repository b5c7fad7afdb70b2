/** The step a flow begins with, chosen among its steps. */
import { Form } from "antd";
import type { Steps } from "./model/steps";
import { TargetSelect } from "./target-select";

interface Props {
  id?: string;
  value?: string;
  onChange?: (start: string) => void;
}

export function FlowStartField({ id, value, onChange }: Props) {
  const steps: Steps | undefined = Form.useWatch("steps");
  return (
    <TargetSelect
      {...(id ? { id } : {})}
      value={value ?? null}
      ids={Object.keys(steps ?? {})}
      onChange={(next) => onChange?.(next ?? "")}
    />
  );
}
