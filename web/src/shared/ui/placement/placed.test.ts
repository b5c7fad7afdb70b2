import { describe, expect, it } from "vitest";
import { fitted, freePlace, moved, resized } from "./placed";

const GRID = { columns: 12, rows: 8 };
const TILE = { id: "a", x: 1, y: 1, width: 3, height: 2 };

describe("things on a grid", () => {
  it.each([
    [1, 0, { x: 2, y: 1 }],
    [-9, -9, { x: 0, y: 0 }],
    [99, 99, { x: 9, y: 6 }],
  ])("moved by %i, %i stay inside", (dx, dy, place) =>
    expect(moved(TILE, dx, dy, GRID)).toMatchObject(place),
  );

  it.each([
    [1, 1, { width: 4, height: 3 }],
    [-9, -9, { width: 1, height: 1 }],
    [99, 99, { width: 11, height: 7 }],
  ])("resized by %i, %i stay inside and are never nothing", (dx, dy, size) =>
    expect(resized(TILE, dx, dy, GRID)).toMatchObject(size),
  );

  it("that did not move are the very same", () => expect(moved(TILE, 0, 0, GRID)).toBe(TILE));

  it("are brought inside a smaller grid", () => {
    const far = { id: "a", x: 10, y: 6, width: 9, height: 2 };
    expect(fitted(far, { columns: 6, rows: 4 })).toMatchObject({ x: 0, y: 2, width: 6, height: 2 });
  });

  it("find the first place where nothing lies", () => {
    const size = { width: 3, height: 2 };
    expect(freePlace([], size, GRID)).toEqual({ x: 0, y: 0, ...size });
    expect(freePlace([TILE], size, GRID)).toEqual({ x: 4, y: 0, ...size });
    const full = { id: "f", x: 0, y: 0, width: 12, height: 8 };
    expect(freePlace([full], size, GRID)).toEqual({ x: 0, y: 0, ...size });
  });
});
