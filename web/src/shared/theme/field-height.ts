/**
 * How high a text field must be for what is in it, under a strict Content-Security-Policy.
 *
 * The build puts this in the place of the function with which antd's text areas measure a twin
 * that is styled by an attribute: refused, the twin would stand at the end of the page.
 */

interface Size {
  height: number;
  minHeight?: number;
  maxHeight?: number;
  overflowY?: "hidden" | undefined;
  resize: "none";
}

export default function fieldHeight(
  field: HTMLTextAreaElement,
  _isCached = false,
  minRows: number | null = null,
  maxRows: number | null = null,
): Size {
  const look = getComputedStyle(field);
  const border = pixels(look.borderTopWidth) + pixels(look.borderBottomWidth);
  const padding = pixels(look.paddingTop) + pixels(look.paddingBottom);
  const row = pixels(look.lineHeight) || pixels(look.fontSize) * 1.5;
  const rows = (count: number) => row * count + padding + border;

  const size: Size = { height: contentHeight(field) + border, resize: "none" };
  if (minRows !== null) {
    size.minHeight = rows(minRows);
    size.height = Math.max(size.minHeight, size.height);
  }
  if (maxRows !== null) {
    size.maxHeight = rows(maxRows);
    size.overflowY = size.height > size.maxHeight ? undefined : "hidden";
    size.height = Math.min(size.maxHeight, size.height);
  }
  return size;
}

/** Measured in the field itself, which is drawn again only when its size is back. */
function contentHeight(field: HTMLTextAreaElement): number {
  const { height, minHeight, maxHeight } = field.style;
  Object.assign(field.style, { height: "0", minHeight: "0", maxHeight: "none" });
  const needed = field.scrollHeight;
  Object.assign(field.style, { height, minHeight, maxHeight });
  return needed;
}

function pixels(length: string): number {
  return Number.parseFloat(length) || 0;
}
