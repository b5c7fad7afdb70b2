/** Marks generated files: our stricter compiler options are not what their maker promises, and
 * their maker's advice to install something else is not ours. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../src/shared/api/generated");
const MARK = "// @ts-nocheck\n";

for (const name of readdirSync(FOLDER, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".ts")) continue;
  const file = join(FOLDER, name);
  const text = readFileSync(file, "utf8").replace(/\{@link https:\S+ (`[^`]+`)\}/g, "$1");
  writeFileSync(file, text.startsWith(MARK) ? text : MARK + text);
}
