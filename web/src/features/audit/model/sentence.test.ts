import { afterEach, describe, expect, it } from "vitest";
import { showLanguage } from "@/shared/i18n/i18n";
import { byDay, type Entry, sentence } from "./sentence";

const entry = (part: Partial<Entry>): Entry => ({
  at: "2026-11-22T04:00:00Z",
  who: "Grace",
  what: "routing.queue_saved",
  subject: "queue/01k9",
  name: "Sales",
  params: {},
  ...part,
});

describe("an entry of the trail", () => {
  afterEach(() => showLanguage("en"));

  it("is a sentence in each language", async () => {
    expect(sentence(entry({}))).toBe("saved the queue “Sales”");
    await showLanguage("zh-Hans");
    expect(sentence(entry({}))).toContain("“Sales”");
  });

  it("without a name is told by its id", () => {
    expect(sentence(entry({ name: "" }))).toContain("01k9");
  });

  it("that this page does not know is told by its parts", () => {
    expect(sentence(entry({ what: "dialling.list_saved" }))).toBe("dialling list saved · Sales");
  });

  it("stands under its day", () => {
    const days = byDay([entry({}), entry({}), entry({ at: "2026-11-20T04:00:00Z" })], (iso) =>
      iso.slice(0, 10),
    );
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ["2026-11-22", 2],
      ["2026-11-20", 1],
    ]);
  });
});
