/** Texts by language, line by line. Pure. */
import type { Line } from "@/shared/ui/model/changed-lines";
import { nameOfLanguage } from "./languages";

export type Texts = Readonly<Record<string, string>>;

/** `label` is what the texts together are called, where there are others beside them. */
export function textsTold(texts: Texts, key = "", label = ""): Line[] {
  return Object.entries(texts).map(([language, text]) => ({
    key: `${key}${language}`,
    label: label ? `${label} (${nameOfLanguage(language)})` : nameOfLanguage(language),
    text,
  }));
}
