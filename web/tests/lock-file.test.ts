import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it("the lock file holds versions and checksums, and no address to download from", () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string; integrity?: string; optional?: boolean; os?: string[] }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  // Builds of a program for other systems may be unknown where the file was made; they are optional.
  const isForeign = (entry: { optional?: boolean; os?: string[] }) =>
    entry.optional === true && entry.os !== undefined;
  const unproved = packages.filter(([, entry]) => entry.integrity === undefined && !isForeign(entry));
  expect(unproved).toEqual([]);
});
