/** A field for several words that one types: each stands by itself, and there is no list to choose from. */
import { Select, type SelectProps } from "antd";

type Props = Omit<SelectProps<string[]>, "mode" | "open" | "suffixIcon" | "options">;

export function WordsInput(props: Props) {
  return <Select {...props} mode="tags" open={false} suffixIcon={null} />;
}
