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
