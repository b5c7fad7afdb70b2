/** Amounts in hundredths of the centre's own currency, as people read and write them. Pure. */

/** The nearest whole number of hundredths: 2.3 is 230, though 2.3 * 100 is not. */
export function hundredthsOf(amount: number | null): number | null {
  return amount === null ? null : Math.round(amount * 100);
}

export function amountOf(hundredths: number | null): number | null {
  return hundredths === null ? null : hundredths / 100;
}

export function amountTold(hundredths: number, language: string): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(hundredths / 100);
}
