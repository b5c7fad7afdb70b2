import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importZones, storedZones } from "../scripts/write-import-zones.ts";

const ROOT = join(import.meta.dirname, "..");

const REFUSED = [
  ["features/offer", "@/features/softphone/use-softphone"],
  ["features/offer", "@/apps/router"],
  ["features/offer/model", "../offer-card"],
  ["shared/ui", "@/features/offer/offer-card"],
  ["shared/ui", "@/apps/router"],
] as const;

const ALLOWED = [
  ["features/offer", "@/features/offer/model/ringer"],
  ["features/offer", "@/shared/ui/icon"],
  ["apps/agent", "@/features/offer/offer-card"],
] as const;

interface Verdict {
  summary: object;
  diagnostics: { category: string; location: { path: string | { file: string } } }[];
}

/** One file for each import, judged by Biome in one go. */
const probes = [...REFUSED, ...ALLOWED].map(([folder, from], index) => ({
  from,
  path: `src/${folder}/probe-${index}-of-the-import-zones.ts`,
}));

function fileOf(folder: string, from: string): string {
  return (
    probes.find((probe) => probe.from === from && probe.path.startsWith(`src/${folder}/probe`))?.path ?? ""
  );
}

describe("the import zones", () => {
  let verdict: Verdict;

  beforeAll(() => {
    for (const { path, from } of probes) {
      writeFileSync(join(ROOT, path), `import { thing } from "${from}";\nexport const other = thing;\n`);
    }
    const files = probes.map(({ path }) => path);
    const biome = join(ROOT, "node_modules/.bin/biome");
    const run = spawnSync(biome, ["lint", "--reporter=json", ...files], { cwd: ROOT, encoding: "utf8" });
    verdict = JSON.parse(run.stdout) as Verdict;
  }, 60_000);
  afterAll(() => {
    for (const { path } of probes) rmSync(join(ROOT, path), { force: true });
  });

  const refusedFiles = () =>
    verdict.diagnostics
      .filter(({ category }) => category.endsWith("noRestrictedImports"))
      .map(({ location }) => (typeof location.path === "string" ? location.path : location.path.file));

  it("are those of the folders; run `npm run zones` after adding a feature", () => {
    expect(storedZones()).toEqual(importZones());
  });

  it.each(REFUSED)("refuse in %s an import of %s", (folder, from) => {
    expect(refusedFiles()).toContain(fileOf(folder, from));
  });

  it.each(ALLOWED)("allow in %s an import of %s", (folder, from) => {
    expect(refusedFiles()).not.toContain(fileOf(folder, from));
  });
});
