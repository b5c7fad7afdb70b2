/** Which cards of a long grid lie in view. Pure: the caller measures. */

export interface Measured {
  count: number;
  /** The grid's width, and how far its top lies below the screen's (negative when above). */
  width: number;
  top: number;
  screen: number;
  cardWidth: number;
  cardHeight: number;
  gap: number;
}

export interface InView {
  columns: number;
  from: number;
  to: number;
  /** The height of the rows left out above, and of the whole grid. */
  above: number;
  height: number;
}

/** Rows beyond the edges that are drawn too, so that scrolling shows no holes. */
const SPARE = 4;

export function cardsInView(seen: Measured): InView {
  const { count, width, top, screen, cardWidth, cardHeight, gap } = seen;
  const columns = Math.max(1, Math.floor((width + gap) / (cardWidth + gap)));
  const rows = Math.ceil(count / columns);
  const step = cardHeight + gap;
  const first = Math.min(Math.max(0, Math.floor(-top / step) - SPARE), rows);
  const last = Math.min(rows, Math.max(first, Math.ceil((screen - top) / step) + SPARE));
  return {
    columns,
    from: first * columns,
    to: Math.min(count, last * columns),
    above: first * step,
    height: Math.max(0, rows * step - gap),
  };
}
