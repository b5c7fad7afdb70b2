import type { MouseEvent } from "react";
import { describe, expect, it, vi } from "vitest";
import { oneClick } from "./one-click";

const click = (detail: number) => ({ detail }) as MouseEvent;

describe("a button that may mean the opposite when it was pressed", () => {
  it("takes the first click of a double click, and every key", () => {
    const act = vi.fn();
    const press = oneClick(act);
    for (const detail of [1, 2, 3]) press(click(detail));
    expect(act).toHaveBeenCalledTimes(1);
    for (const _ of "ab") press(click(0));
    expect(act).toHaveBeenCalledTimes(3);
  });
});
