/** Texts: one file per language, loaded when that language is shown. Keys are checked by type. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { firstLanguage, type Language, rememberLanguage } from "./languages";
import type en from "./texts/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

type Texts = Record<string, unknown>;

const FILES: Record<Language, () => Promise<{ default: Texts }>> = {
  en: () => import("./texts/en.json"),
  "zh-Hans": () => import("./texts/zh-Hans.json"),
  "zh-Hant": () => import("./texts/zh-Hant.json"),
};

async function loadTexts(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const texts = await FILES[language]();
  i18next.addResourceBundle(language, "translation", texts.default);
}

export async function startTexts(language: Language = firstLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: (await FILES[language]()).default } },
    interpolation: { escapeValue: false },
    fallbackLng: false,
  });
  document.documentElement.lang = language;
}

export async function showLanguage(language: Language): Promise<void> {
  await loadTexts(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  rememberLanguage(language);
}
