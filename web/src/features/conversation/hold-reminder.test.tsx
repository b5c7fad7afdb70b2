import { screen } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { show } from "@tests/support/show";
import { describe, expect, it, vi } from "vitest";
import { HoldReminder } from "./hold-reminder";

describe("a customer on hold", () => {
  it("is shown and sounded for once that is too long", () => {
    const onRemind = vi.fn();
    const since = new Date(Date.now() - 90_000).toISOString();
    show(<HoldReminder work={aWork({ state: "held", hold_overdue_since: since })} onRemind={onRemind} />);
    expect(screen.getByRole("alert").textContent).toContain("The customer has been on hold for");
    expect(onRemind).toHaveBeenCalledWith("A customer is on hold", "Wang has waited for a long time.");
  });

  it("is not spoken of before, nor when talking again", () => {
    const onRemind = vi.fn();
    const since = new Date().toISOString();
    show(
      <>
        <HoldReminder work={aWork({ state: "held" })} onRemind={onRemind} />
        <HoldReminder work={aWork({ state: "talking", hold_overdue_since: since })} onRemind={onRemind} />
      </>,
    );
    expect(screen.queryByRole("alert")).toBeNull();
    expect(onRemind).not.toHaveBeenCalled();
  });
});
