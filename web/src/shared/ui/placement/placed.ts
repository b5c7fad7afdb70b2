/** Things on a grid of cells: moved and resized, and never outside. Pure. */

export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GridSize {
  readonly columns: number;
  readonly rows: number;
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

export function moved<T extends Placed>(item: T, dx: number, dy: number, grid: GridSize): T {
  const x = within(item.x + dx, 0, grid.columns - item.width);
  const y = within(item.y + dy, 0, grid.rows - item.height);
  return x === item.x && y === item.y ? item : { ...item, x, y };
}

export function resized<T extends Placed>(item: T, dx: number, dy: number, grid: GridSize): T {
  const width = within(item.width + dx, 1, grid.columns - item.x);
  const height = within(item.height + dy, 1, grid.rows - item.y);
  return width === item.width && height === item.height ? item : { ...item, width, height };
}

/** Brought inside, smaller where it must be. */
export function fitted<T extends Placed>(item: T, grid: GridSize): T {
  const width = Math.min(item.width, grid.columns);
  const height = Math.min(item.height, grid.rows);
  return moved({ ...item, width, height }, 0, 0, grid);
}

function overlaps(one: Omit<Placed, "id">, other: Placed): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** The first free place for something of this size, row by row; the corner when all is taken. */
export function freePlace(
  items: readonly Placed[],
  size: { width: number; height: number },
  grid: GridSize,
): { x: number; y: number; width: number; height: number } {
  for (let y = 0; y + size.height <= grid.rows; y += 1) {
    for (let x = 0; x + size.width <= grid.columns; x += 1) {
      const place = { x, y, ...size };
      if (!items.some((item) => overlaps(place, item))) return place;
    }
  }
  return { x: 0, y: 0, ...size };
}

export function replaced<T extends Placed>(items: readonly T[], item: T): T[] {
  return items.map((one) => (one.id === item.id ? item : one));
}
