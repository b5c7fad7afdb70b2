/** A number that is typed or stepped by the arrow keys: small buttons beside it only get in the way. */
import { InputNumber, type InputNumberProps } from "antd";

export function NumberInput(props: InputNumberProps<number>) {
  return <InputNumber<number> {...props} controls={false} />;
}
