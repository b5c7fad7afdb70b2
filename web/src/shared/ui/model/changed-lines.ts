/** What differs between two tellings of the same thing, line by line. Pure. */

/** One thing that is said: where it stands, what it is called, and what it is. */
export interface Line {
  key: string;
  label: string;
  text: string;
}

/** Null is what was not there. */
export interface ChangedLine {
  key: string;
  label: string;
  from: string | null;
  to: string | null;
}

export function changedLines(before: readonly Line[], after: readonly Line[]): ChangedLine[] {
  const old = new Map(before.map((line) => [line.key, line]));
  const now = new Map(after.map((line) => [line.key, line]));
  return [...new Map([...now, ...old]).keys()]
    .map((key) => {
      const [from, to] = [old.get(key), now.get(key)];
      return { key, label: (to ?? from)?.label ?? "", from: from?.text ?? null, to: to?.text ?? null };
    })
    .filter(({ from, to }) => from !== to);
}
