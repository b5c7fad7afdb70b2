/** The languages of the product, and how each names itself. */
export const LANGUAGES = ["en", "zh-Hans", "zh-Hant"] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
};

const REMEMBERED = "antiphon.language";
const TRADITIONAL = /^zh-(hant|tw|hk|mo)/i;

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The language to start in: what was chosen on this device, else what the browser asks for. */
export function firstLanguage(wanted: readonly string[] = navigator.languages): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  for (const tag of wanted) {
    if (TRADITIONAL.test(tag)) return "zh-Hant";
    if (/^zh/i.test(tag)) return "zh-Hans";
    if (/^en/i.test(tag)) return "en";
  }
  return "en";
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(REMEMBERED, language);
}

/** What customers can be spoken to in: the product's languages and Cantonese. */
export const SPOKEN_LANGUAGES = ["en", "zh-Hans", "zh-Hant", "yue"] as const;

export function nameOfLanguage(tag: string): string {
  if (tag === "yue") return "粵語";
  return isLanguage(tag) ? LANGUAGE_NAMES[tag] : tag;
}
