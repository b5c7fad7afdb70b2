/** Names one after the other, set apart as the reader's language does it. */
import i18next from "i18next";

export function listOf(names: readonly string[]): string {
  return names.join(i18next.t("page.between"));
}
