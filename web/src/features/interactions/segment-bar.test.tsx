import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { SegmentBar } from "./segment-bar";

const RINGING = {
  kind: "ringing" as const,
  agent: { id: "ann", name: "Ann" },
  queue: null,
};

it("says how an offer ended, also when it was taken back", () => {
  const segments = ["accepted", "agent_left", "answered_elsewhere"].map((detail, second) => ({
    ...RINGING,
    started_at: `2026-01-05T10:00:0${second}Z`,
    ended_at: `2026-01-05T10:00:0${second + 1}Z`,
    detail,
  }));
  show(<SegmentBar segments={segments} />);
  const said = screen.getAllByRole("listitem").map((line) => line.textContent?.split("·").at(-1)?.trim());
  expect(said).toEqual(["accepted", "the agent left", "answered by somebody else"]);
});
