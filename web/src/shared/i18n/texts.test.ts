import { describe, expect, it } from "vitest";
import { firstLanguage, LANGUAGES } from "./languages";
import en from "./texts/en.json";
import officeEn from "./texts/office/en.json";
import officeZhHans from "./texts/office/zh-Hans.json";
import officeZhHant from "./texts/office/zh-Hant.json";
import zhHans from "./texts/zh-Hans.json";
import zhHant from "./texts/zh-Hant.json";

type Node = { [key: string]: string | Node };

function flat(node: Node, path = ""): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : flat(value, `${path}${key}.`),
  );
}

const ALL = {
  en: [...flat(en), ...flat(officeEn)],
  "zh-Hans": [...flat(zhHans), ...flat(officeZhHans)],
  "zh-Hant": [...flat(zhHant), ...flat(officeZhHant)],
};

/** Chinese has no plural: "one" and "other" of a count are the same text. */
const keys = (texts: [string, string][]) =>
  texts
    .map(([key]) => key)
    .filter((key) => !key.endsWith("_one"))
    .sort();
const holes = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort().join();

describe("the texts", () => {
  it("say each thing in one file only", () => {
    const first = new Set(flat(en).map(([key]) => key));
    expect(flat(officeEn).filter(([key]) => first.has(key))).toEqual([]);
  });

  it.each(["zh-Hans", "zh-Hant"] as const)("are complete in %s", (language) => {
    expect(keys(ALL[language])).toEqual(keys(ALL.en));
  });

  it.each(LANGUAGES)("are nowhere empty in %s", (language) => {
    expect(ALL[language].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it.each(["zh-Hans", "zh-Hant"] as const)("have the same places to fill in %s", (language) => {
    const english = new Map(ALL.en);
    const wrong = ALL[language].filter(([key, text]) => holes(text) !== holes(english.get(key) ?? ""));
    expect(wrong).toEqual([]);
  });

  it("have no simplified characters among the traditional ones", () => {
    const simplified = /[们这个关应时电话处连断为无与应户进设记录队级请输码]/;
    const allowed = new Set(["language.choose", "spoken.zh-Hans"]);
    const both = "這個為無與應時請設記錄進級隊電話處連斷關戶輸碼們";
    const wrong = ALL["zh-Hant"].filter(([key, text]) => {
      const rest = [...text].filter((letter) => !both.includes(letter)).join("");
      return !allowed.has(key) && simplified.test(rest);
    });
    expect(wrong).toEqual([]);
  });
});

describe("the first language", () => {
  it.each([
    [["zh-TW"], "zh-Hant"],
    [["zh-HK", "en"], "zh-Hant"],
    [["zh-CN"], "zh-Hans"],
    [["zh"], "zh-Hans"],
    [["fr", "en-GB"], "en"],
    [["de"], "en"],
  ])("for %j is %s", (wanted, language) => expect(firstLanguage(wanted)).toBe(language));

  it("is the one chosen before on this device", () => {
    localStorage.setItem("antiphon.language", "zh-Hant");
    expect(firstLanguage(["en"])).toBe("zh-Hant");
  });
});
