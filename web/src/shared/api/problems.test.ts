import { afterEach, describe, expect, it } from "vitest";
import { showLanguage } from "@/shared/i18n/i18n";
import { explain, explainField, Problem } from "./problems";

const inUse = new Problem(
  { code: "catalogue.in_use", detail: "Still used by Ann, Bo.", about: { names: ["Ann", "Bo"] } },
  409,
);

describe("a refusal", () => {
  afterEach(() => showLanguage("en"));

  it("is told in the server's own words in English", () => {
    expect(explain(inUse)).toBe("Still used by Ann, Bo.");
  });

  it("is told in the reader's language, with what it concerns", async () => {
    await showLanguage("zh-Hans");
    expect(explain(inUse)).toBe("仍被Ann、Bo使用，请先更改。");
    expect(explain(new Problem({ code: "offer.over", detail: "This offer is over." }, 409))).toContain(
      "来电",
    );
  });

  it("with a code that this page does not know keeps the server's sentence", async () => {
    await showLanguage("zh-Hant");
    expect(explain(new Problem({ code: "new.rule", detail: "A new rule." }, 409))).toBe("A new rule.");
  });

  it("without a code is explained by its status", () => {
    expect(explain(new Problem({}, 429))).toMatch(/^Too many attempts/);
  });

  it("is no refusal when nothing answered at all", () => {
    expect(explain(new TypeError("Failed to fetch"))).toMatch(/cannot be reached/);
  });
});

describe("a message about a field", () => {
  it.each([
    ["String should match pattern '^[a-z]$'", "Some of these characters are not allowed here."],
    ["Input should be greater than or equal to 5", "5 or more, please."],
    ["String should have at most 40 characters", "At most 40 characters, please."],
    ["has more than 2,000 characters", "At most 2000 characters, please."],
    ["is from 30 to 86,400", "From 30 to 86,400, please."],
    ["is something new", "is something new"],
  ])("%s reads %s", (message, text) => expect(explainField(message)).toBe(text));

  it("is not told in English to those who read Chinese", async () => {
    await showLanguage("zh-Hant");
    expect(explainField("is something new")).toBe("此處不能使用這個值。");
    await showLanguage("en");
  });
});
