/** The box that stands nearest around what a path of a refusal names; no box is a whole form. Pure. */

export function nearestBox(path: string, isBox: (path: string) => boolean): string | undefined {
  const parts = path.split(".");
  const ends = parts.findLastIndex((_, at) => at > 0 && isBox(parts.slice(0, at + 1).join(".")));
  return ends < 0 ? undefined : parts.slice(0, ends + 1).join(".");
}
