/** Under which entry of the navigation a page stands. */

// Pages that are reached by the board, and lead back to it.
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  "/board": ["/wallboards", "/floor", "/plan", "/time-machine", "/what-if"],
};

export function isWithin(entry: string, path: string): boolean {
  return [entry, ...(BEHIND[entry] ?? [])].some((one) => path === one || path.startsWith(`${one}/`));
}
