/** Texts whose key the server chooses: a key this page does not know is shown as it came. */
import i18next from "i18next";

type AnyTranslate = (key: string, options?: Record<string, unknown>) => string;

export function serverText(key: string, params: Record<string, unknown> = {}): string {
  const translate = i18next.t as unknown as AnyTranslate;
  return i18next.exists(key) ? translate(key, params) : (key.split(".").at(-1) ?? key).replaceAll("_", " ");
}
