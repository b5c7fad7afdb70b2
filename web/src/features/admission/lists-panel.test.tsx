import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { queryClient } from "@/shared/session/session";
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

it("a line that is refused stays in the box while the rest is put on the list", async () => {
  new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/lists", () => ({ body: { items: [], total: 0 } }))
    .on("POST /v1/admission/lists/import", () => ({
      body: {
        added: 2,
        changed: 0,
        empty: 0,
        on_other: 1,
        problem_count: 1,
        problems: [{ line: 2, text: "XX", code: "country" }],
      },
    }));
  const person = show(<ListsPanel mayEdit />);
  const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Entries, one a line" });
  await person.type(box, "+86139*\nXX\nHK");
  await person.click(screen.getByRole("button", { name: "Put on the list" }));
  expect(await screen.findByText("2 added, 0 changed.")).toBeTruthy();
  expect(screen.getByText(/^1 of them are on the white list too, which wins/)).toBeTruthy();
  expect(box.value).toBe("XX");
  await person.click(screen.getByText("White list"));
  expect(screen.queryByText("2 added, 0 changed.")).toBeNull();
});

it("lines written while others are being put on the list stay", async () => {
  const answers = new HeldAnswers();
  new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/lists", () => ({ body: { items: [], total: 0 } }))
    .on("POST /v1/admission/lists/import", answers.hold);
  const person = show(<ListsPanel mayEdit />);
  const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Entries, one a line" });
  await person.type(box, "HK");
  await person.click(screen.getByRole("button", { name: "Put on the list" }));
  await person.type(box, "\nMO");
  await answers.give({ body: { added: 1, changed: 0, empty: 0, problem_count: 0, problems: [] } });
  expect(await screen.findByText("1 added, 0 changed.")).toBeTruthy();
  expect(box.value).toBe("MO");
});

it("an entry whose time is over says so, and each list says what it does", async () => {
  queryClient.clear();
  const over = { ...ENTRY, expires_at: "2020-01-05T12:00:00Z" };
  const lasting = { ...ENTRY, id: "l2", value: "+861390*", expires_at: "2099-01-05T12:00:00Z" };
  new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/lists", () => ({ body: { items: [over, lasting], total: 2, next: null } }));
  const person = show(<ListsPanel mayEdit />);
  const [first, second] = await screen.findAllByRole("listitem");
  expect(first?.textContent).toMatch(/no longer in force since/);
  expect(second?.textContent).toMatch(/· until/);
  expect(screen.getByText(/^Numbers on this list are refused\./)).toBeTruthy();
  await person.click(screen.getByText("White list"));
  expect(await screen.findByText(/all others come in as usual/)).toBeTruthy();
});

it("an end that has passed is refused, and not taken for good", async () => {
  queryClient.clear();
  const server = new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/lists", () => ({ body: { items: [], total: 0 } }));
  const person = show(<ListsPanel mayEdit />);
  await person.type(screen.getByRole("textbox", { name: "Entries, one a line" }), "HK");
  await person.type(screen.getByLabelText(/^Until/), "2020-01-05 10:00");
  await person.tab();
  expect(await screen.findByText("This time has passed. Leave it empty for good.")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Put on the list" }).disabled).toBe(true);
  expect(server.writes()).toEqual([]);
});
