import { describe, expect, it } from "vitest";
import { cardsInView } from "./cards-in-view";

const grid = { count: 1000, width: 1080, screen: 900, cardWidth: 250, cardHeight: 70, gap: 10 };

describe("the cards in view", () => {
  it("are a screenful and some rows more at the top", () => {
    const seen = cardsInView({ ...grid, top: 100 });
    expect(seen).toMatchObject({ columns: 4, from: 0, above: 0, height: 250 * 80 - 10 });
    expect(seen.to).toBe((10 + 4) * 4);
  });

  it("follow the scrolling, and leave room above for those left out", () => {
    const seen = cardsInView({ ...grid, top: -8_000 });
    expect([seen.from, seen.above]).toEqual([96 * 4, 96 * 80]);
    expect(seen.to - seen.from).toBeLessThan(100);
  });

  it("are all of a short list, in one column on a narrow screen", () => {
    expect(cardsInView({ ...grid, count: 3, width: 200, top: 0 })).toMatchObject({
      columns: 1,
      from: 0,
      to: 3,
    });
  });

  it("are none of an empty list", () => {
    expect(cardsInView({ ...grid, count: 0, top: 0 })).toMatchObject({ from: 0, to: 0, height: 0 });
  });
});
