import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import type { OwnPhone } from "@/shared/live/entities";
import { KeptLine } from "./kept-line";

describe("the choice of a line that is kept open", () => {
  it.each([
    ["no more, while a call is on it still", "open", false],
    ["from now on, though it opens only after the call", "closed", true],
  ] as const)("shows that it is wanted %s", async (_, line, keeps_line) => {
    const phone = { kind: "browser", is_reachable: true, line, keeps_line, may_keep_line: true };
    const person = show(<KeptLine phone={phone as OwnPhone} />);
    await person.click(screen.getByRole("button"));
    expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe(String(keeps_line));
  });

  it.each([true, false])(
    "lets it be opened unless the phone is taken by a call (%s)",
    async (may_open_line) => {
      const closed = { kind: "browser", is_reachable: true, line: "closed", may_open_line };
      const person = show(<KeptLine phone={closed as OwnPhone} />);
      await person.click(screen.getByRole("button"));
      const open = screen.getByRole<HTMLButtonElement>("button", { name: "Open the line" });
      expect(open.disabled).toBe(!may_open_line);
      expect(screen.queryByText(/Not during a call/) === null).toBe(may_open_line);
    },
  );
});
