import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { Input, Select } from "antd";
import { afterEach, describe, expect, it } from "vitest";
import { showOwnLanguage } from "@/shared/i18n/i18n";
import { clearing } from "./clearing";

const SOURCES = join(import.meta.dirname, "../..");
// antd's date picker has the name in each language; the others have it from here.
const NAMED_BY_ANTD = "shared/ui/moment-input.tsx";

function isUnnamed(source: string): boolean {
  return [...source.matchAll(/allowClear(.*)/g)].some(([, rest]) => !rest?.includes("clearing()"));
}

describe("the cross that empties a field", () => {
  afterEach(() => showOwnLanguage("en"));

  it("has a name in the reader's language", async () => {
    await showOwnLanguage("zh-Hans");
    show(
      <>
        <Input allowClear={clearing()} defaultValue="a" />
        <Select allowClear={clearing()} defaultValue="b" options={[{ value: "b", label: "B" }]} />
      </>,
    );
    expect(screen.getAllByRole("button", { name: "清空此项" })).toHaveLength(2);
  });

  it("has it everywhere", () => {
    expect(isUnnamed("<Select allowClear />")).toBe(true);
    const unnamed = globSync("**/*.tsx", { cwd: SOURCES })
      .filter((path) => path !== NAMED_BY_ANTD && !path.endsWith(".test.tsx"))
      .filter((path) => isUnnamed(readFileSync(join(SOURCES, path), "utf8")));
    expect(unnamed).toEqual([]);
  });
});
