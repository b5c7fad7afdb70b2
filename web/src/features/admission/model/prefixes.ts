/** Beginnings of numbers in E.164. */

export function isPrefix(text: string): boolean {
  return /^\+[0-9]{1,15}$/.test(text);
}

/** A country's code alone opens its premium rates too. */
export function isRisky(prefix: string): boolean {
  return isPrefix(prefix) && prefix.length <= 4;
}

/** As people write and paste them: full-width digits, hyphens and brackets between them, one twice. */
export function tidyPrefixes(typed: readonly string[]): string[] {
  const plain = typed.map((one) => one.normalize("NFKC").replaceAll(/[\s().-]/gu, ""));
  return [...new Set(plain.filter(Boolean))];
}

/** The first that stands there more than once; an empty one is not meant yet. */
export function sameTwice(prefixes: readonly string[]): string | undefined {
  return prefixes.find((one, at) => one !== "" && prefixes.indexOf(one) !== at);
}

interface Rules {
  allowed: readonly string[];
  blocked: readonly string[];
  /** What the numbers of our own country begin with. */
  home: string;
}

interface Unreached {
  /** Whatever begins so is never called. */
  never: string[];
  /** No prefix allows any of these; customers on file may be called all the same. */
  seldom: string[];
}

/** Prefixes whose numbers the rules refuse, wholly or but for a few. */
export function unreached(prefixes: readonly string[], { allowed, blocked, home }: Rules): Unreached {
  const isBlocked = (one: string) => blocked.some((other) => isPrefix(other) && one.startsWith(other));
  const open = [home, ...allowed.filter((one) => isPrefix(one) && !isBlocked(one))];
  const isOpen = (one: string) => open.some((other) => one.startsWith(other) || other.startsWith(one));
  const sound = prefixes.filter(isPrefix);
  return {
    never: sound.filter(isBlocked),
    seldom: sound.filter((one) => !isBlocked(one) && !isOpen(one)),
  };
}
