import { render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useBroughtIntoView } from "./use-brought-into-view";

const scrolled = vi.fn();
Element.prototype.scrollIntoView = scrolled;

function Part({ shown }: { shown: string }) {
  const place = useBroughtIntoView(shown);
  return (
    <div ref={place}>
      <textarea />
    </div>
  );
}

function standingAt(top: number) {
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue({ top } as DOMRect);
}

describe("what is in hand now", () => {
  afterEach(() => vi.clearAllMocks());

  it("comes into view when a call rings while the page is scrolled away", () => {
    standingAt(-500);
    const { rerender } = render(<Part shown="" />);
    expect(scrolled).not.toHaveBeenCalled();
    rerender(<Part shown="offer1" />);
    expect(scrolled).toHaveBeenCalledOnce();
    rerender(<Part shown="offer1" />);
    expect(scrolled).toHaveBeenCalledOnce();
  });

  it("stays where it is when it can be seen, or is typed into", () => {
    standingAt(60);
    const { rerender } = render(<Part shown="offer1" />);
    standingAt(-500);
    screen.getByRole("textbox").focus();
    rerender(<Part shown="call1" />);
    expect(scrolled).not.toHaveBeenCalled();
  });
});
