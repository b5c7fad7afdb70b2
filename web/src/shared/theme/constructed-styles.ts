/**
 * Run-time styles under a strict Content-Security-Policy.
 *
 * The build puts this file in the place of the function with which antd's parts write <style>
 * elements. Constructed style sheets do the same, and `style-src 'self'` allows them. Own styles
 * are unlayered and antd's are in a layer, so own styles win although these sheets come last.
 */

interface Options {
  mark?: string;
  prepend?: boolean | "queue";
  priority?: number;
  attachTo?: Element | ShadowRoot;
}

interface Entry {
  key: string;
  mark: string;
  rank: number;
  sheet: CSSStyleSheet;
  css: string;
  // Callers write attributes on what they get back; it is never put into the document.
  node: HTMLStyleElement;
}

const entries: Entry[] = [];

function markOf(options: Options): string {
  const mark = options.mark ?? "rc-util-key";
  return mark.startsWith("data-") ? mark : `data-${mark}`;
}

// Prepended styles stand before appended ones; among them the priority decides, then the age.
function rankOf(options: Options): number {
  return options.prepend ? (options.priority ?? 0) - 1_000_000 : 0;
}

function isEntry(entry: Entry, key: string, mark: string): boolean {
  return entry.key === key && entry.mark === mark;
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const mark = markOf(options);
  const known = entries.find((entry) => isEntry(entry, key, mark));
  if (known) {
    if (known.css !== css) {
      known.css = css;
      known.sheet.replaceSync(css);
    }
    return known.node;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const node = document.createElement("style");
  node.setAttribute(mark, key);
  const rank = rankOf(options);
  const at = entries.findIndex((entry) => entry.rank > rank);
  const place = at === -1 ? entries.length : at;
  entries.splice(place, 0, { key, mark, rank, sheet, css, node });
  const sheets = [...document.adoptedStyleSheets];
  sheets.splice(place, 0, sheet);
  document.adoptedStyleSheets = sheets;
  return node;
}

export function removeCSS(key: string, options: Options = {}): void {
  const mark = markOf(options);
  const at = entries.findIndex((entry) => isEntry(entry, key, mark));
  const [gone] = at === -1 ? [] : entries.splice(at, 1);
  if (gone) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== gone.sheet);
  }
}

export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  return updateCSS(css, `anonymous-${entries.length}`, options);
}

export function clearContainerCache(): void {
  for (const entry of entries.splice(0)) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== entry.sheet);
  }
}
