/**
 * Writes biome.json's import zones from the folders: apps -> features -> shared.
 *
 * A new feature is guarded as soon as its folder exists; a test fails until this was run again,
 * and another one proves that a bad import is refused.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const FILE = join(ROOT, "biome.json");

interface Zone {
  includes: string[];
  linter: { rules: { style: { noRestrictedImports: unknown } } };
}

function zone(folder: string, refused: string[], message: string): Zone {
  const options = { patterns: [{ group: refused, message }] };
  return {
    includes: [`src/${folder}/**`],
    linter: { rules: { style: { noRestrictedImports: { level: "error", options } } } },
  };
}

export function importZones(): Zone[] {
  const features = readdirSync(join(ROOT, "src/features"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return [
    zone("shared", ["@/features/**", "@/apps/**", "../**"], "What is shared knows no feature and no app."),
    ...features.map((name) =>
      zone(
        `features/${name}`,
        ["@/features/**", `!@/features/${name}/**`, "@/apps/**", "../**"],
        "A feature imports itself and @/shared. Compose features in src/apps.",
      ),
    ),
    zone("apps", ["../**"], "Name the folder: @/apps/..."),
  ];
}

export function storedZones(): unknown {
  return (JSON.parse(readFileSync(FILE, "utf8")) as { overrides: unknown }).overrides;
}

if (import.meta.main) {
  const config = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, unknown>;
  writeFileSync(FILE, `${JSON.stringify({ ...config, overrides: importZones() }, null, 2)}\n`);
}
