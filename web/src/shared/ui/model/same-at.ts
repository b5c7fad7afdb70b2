/** Whether what stands at a path is the same in both: what was wrong there is so still. Pure. */

export function isSameAt(path: string, before: unknown, after: unknown): boolean {
  return JSON.stringify(valueAt(before, path)) === JSON.stringify(valueAt(after, path));
}

function valueAt(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inside, part) => (inside as Record<string, unknown> | null | undefined)?.[part],
      values,
    );
}
