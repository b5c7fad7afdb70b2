import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { ListsPanel } from "./lists-panel";

const ENTRY = { id: "l1", list: "black", match: "number", value: "+8613800138000", reason: "Fraud" };

it("an entry that is taken off is gone at once, and undo brings it back", async () => {
  const server = new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/lists", () => ({ body: { items: [ENTRY], total: 1, next: null } }))
    .on("DELETE /v1/admission/lists/l1", () => ({ status: 204 }));
  const person = show(<ListsPanel mayEdit />);
  await person.click(await screen.findByRole("button", { name: "Take off" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Take off" })).toBeNull());
  await person.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: "Take off" })).toBeTruthy();
  expect(server.writes()).toEqual([]);
});
