import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { findKind } from "@/features/catalogue/model/kinds";
import { sendRemovals } from "@/shared/removal/pending-removals";
import { queryClient } from "@/shared/session/session";
import { PlannedChanges } from "./planned-changes";

const PLAN = {
  id: "p1",
  kind: "skills",
  item_id: "s1",
  name: "Knitting",
  at: "2030-01-05T12:00:00Z",
  changes: { name: "Crochet" },
  refusal: null,
};
const CANCEL = "Cancel the planned change of Knitting";

describe("a planned change", () => {
  afterEach(() => sendRemovals());

  function showPlan(plan: typeof PLAN) {
    queryClient.clear();
    const server = new FakeServer()
      .on("GET /v1/planned-changes", () => ({ body: { items: [plan] } }))
      .on("GET /v1/skills", () => ({ body: { items: [{ id: "s1", name: "Knitting" }] } }))
      .on("DELETE /v1/planned-changes/p1", () => ({ status: 204 }));
    const kind = findKind("skills");
    if (!kind) throw new Error("There is no kind of skills.");
    show(<PlannedChanges kind={kind} />);
    return server;
  }

  const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

  it("is cancelled by one press, which can be taken back until then", async () => {
    const server = showPlan(PLAN);
    await press(CANCEL);
    expect(screen.queryByRole("button", { name: CANCEL })).toBeNull();
    expect(await screen.findByText("The planned change of Knitting is cancelled.")).toBeTruthy();
    await press("Undo");
    await press(CANCEL);
    expect(server.writes()).toEqual([]);
    await sendRemovals();
    await waitFor(() => expect(server.writes()).toMatchObject([{ path: "/v1/planned-changes/p1" }]));
  });

  it("is cancelled at once where it would be made while that could be undone", async () => {
    const server = showPlan({ ...PLAN, at: new Date(Date.now() + 5_000).toISOString() });
    await press(CANCEL);
    await waitFor(() => expect(server.writes()).toMatchObject([{ path: "/v1/planned-changes/p1" }]));
    expect(await screen.findByText("The planned change of Knitting is cancelled.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });
});
