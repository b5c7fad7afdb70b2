import { expect, it } from "vitest";
import type { ShiftView } from "@/shared/api/generated/types.gen";
import { bodyOf, draftOf, partAfter } from "./draft";

const NIGHT: ShiftView = {
  id: "s1",
  version: 4,
  agent_id: "ann",
  starts_at: "2026-03-23T14:00:00Z",
  ends_at: "2026-03-23T22:00:00Z",
  starts_clock: "2026-03-23T22:00",
  ends_clock: "2026-03-24T06:00",
  note: "Night",
  activities: [
    {
      kind: "meal",
      starts_at: "2026-03-23T18:00:00Z",
      ends_at: "2026-03-23T18:30:00Z",
      starts_clock: "2026-03-24T02:00",
      ends_clock: "2026-03-24T02:30",
      note: "",
    },
  ],
};

it("a night comes back from its form as it was", () => {
  expect(bodyOf(draftOf(NIGHT), "ann", "2026-03-23", NIGHT)).toEqual({
    id: "s1",
    version: 4,
    agent_id: "ann",
    starts_at: "2026-03-23T22:00",
    ends_at: "2026-03-24T06:00",
    note: "Night",
    activities: [{ kind: "meal", starts_at: "2026-03-24T02:00", ends_at: "2026-03-24T02:30", note: "" }],
  });
});

it("another activity begins where the last one ended, with a row of its own", () => {
  const draft = draftOf(NIGHT);
  expect(partAfter(draft)).toEqual({ row: 1, kind: "break", start: "02:30", end: "02:45", note: "" });
  expect(partAfter({ ...draft, parts: [] })).toMatchObject({ row: 0, start: "00:00", end: "00:15" });
});
