/** The cross that empties a field, with the name in the reader's language that antd has in English only. */
import i18next from "i18next";
import { Icon } from "./icon";

export function clearing() {
  const label = i18next.t("form.clear");
  return {
    // Selects read the label, inputs what is inside the cross.
    label,
    clearIcon: (
      <span role="img" aria-label={label}>
        <Icon name="cross" size={14} />
      </span>
    ),
  };
}
