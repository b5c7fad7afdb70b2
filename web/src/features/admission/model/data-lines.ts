/** Attached data as lines of a form, and back. Pure. */

export interface Line {
  name: string;
  value: string;
}

export function linesOf(record: Record<string, string>): Line[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** Lines without a name are not meant yet; of two with the same name the later one counts. */
export function recordOf(lines: readonly Line[]): Record<string, string> {
  return Object.fromEntries(
    lines.filter(({ name }) => name.trim()).map(({ name, value }) => [name.trim(), value]),
  );
}
