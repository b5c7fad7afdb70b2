import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import type { Kind } from "./model/kind";
import { findKind } from "./model/kinds";
import { Removed } from "./removed";

const SKILLS = findKind("skills") as Kind;

it("what was removed is brought back by one press", async () => {
  let removed = [{ at: "2026-01-05T10:00:00Z", by: null, item: { id: "s1", version: 1, name: "Tea" } }];
  const server = new FakeServer()
    .on("GET /v1/users", () => ({ body: { items: [] } }))
    .on("GET /v1/skills/removed", () => ({ body: { items: removed } }))
    .on("POST /v1/skills/s1/bring-back", () => {
      removed = [];
      return { body: { id: "s1", version: 2, name: "Tea" } };
    });
  show(<Removed kind={SKILLS} />);
  await userEvent.click(screen.getByRole("button", { name: "Recently removed" }));
  await userEvent.click(await screen.findByRole("button", { name: "Bring back Tea" }));
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  expect(await screen.findByText("Nothing was removed.")).toBeTruthy();
});
