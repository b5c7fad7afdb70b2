/**
 * Texts: a file per language, loaded when that language is shown. Keys are checked by type.
 *
 * What only supervisors and administrators read is a file of its own, so that the desk's first load
 * stays small: `loadOfficeTexts` fetches it, and it follows the language from then on.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { firstLanguage, isLanguage, type Language, rememberLanguage } from "./languages";
import type en from "./texts/en.json";
import type office from "./texts/office/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof office };
    returnNull: false;
  }
}

type Texts = Record<string, unknown>;

const FILES: Record<Language, () => Promise<{ default: Texts }>> = {
  en: () => import("./texts/en.json"),
  "zh-Hans": () => import("./texts/zh-Hans.json"),
  "zh-Hant": () => import("./texts/zh-Hant.json"),
};

const OFFICE_FILES: typeof FILES = {
  en: () => import("./texts/office/en.json"),
  "zh-Hans": () => import("./texts/office/zh-Hans.json"),
  "zh-Hant": () => import("./texts/office/zh-Hant.json"),
};
let isOffice = false;

// A copy: the second file is merged into what the first one gave.
async function textsOf(files: typeof FILES, language: Language): Promise<Texts> {
  return structuredClone((await files[language]()).default);
}

async function addOffice(language: Language): Promise<void> {
  i18next.addResourceBundle(language, "translation", await textsOf(OFFICE_FILES, language), true);
}

/** The texts of supervisors' and administrators' pages, now and in every language shown later. */
export async function loadOfficeTexts(): Promise<void> {
  if (isOffice) return;
  await addOffice(i18next.language as Language);
  isOffice = true;
}

async function loadTexts(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  i18next.addResourceBundle(language, "translation", await textsOf(FILES, language));
  if (isOffice) await addOffice(language);
}

export async function startTexts(language: Language = firstLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await textsOf(FILES, language) } },
    interpolation: { escapeValue: false },
    fallbackLng: false,
  });
  document.documentElement.lang = language;
}

/** The language of an account; one that has none stays with the device's. */
export async function showOwnLanguage(language: string): Promise<void> {
  if (isLanguage(language)) await showLanguage(language);
}

export async function showLanguage(language: Language): Promise<void> {
  await loadTexts(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  rememberLanguage(language);
}
