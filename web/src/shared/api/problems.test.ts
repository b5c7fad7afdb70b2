import { afterEach, describe, expect, it } from "vitest";
import { showLanguage } from "@/shared/i18n/i18n";
import { explain, explainField, Problem } from "./problems";

const inUse = new Problem({ code: "catalogue.in_use", detail: "Still a queue of Ann." }, 409);

describe("a refusal", () => {
  afterEach(() => showLanguage("en"));

  it("is told in the server's own words in English", () => {
    expect(explain(inUse)).toBe("Still a queue of Ann.");
  });

  it("is told in the reader's language, with what it concerns", async () => {
    await showLanguage("zh-Hans");
    expect(explain(inUse)).toBe("仍在使用中，无法删除。（Still a queue of Ann.）");
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
    ["is not a network", "is not a network"],
  ])("%s reads %s", (message, text) => expect(explainField(message)).toBe(text));
});
