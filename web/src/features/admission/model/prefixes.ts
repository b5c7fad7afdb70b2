/** Beginnings of numbers in E.164. */

export function isPrefix(text: string): boolean {
  return /^\+[0-9]{1,15}$/.test(text);
}

/** A country's code alone opens its premium rates too. */
export function isRisky(prefix: string): boolean {
  return isPrefix(prefix) && prefix.length <= 4;
}
