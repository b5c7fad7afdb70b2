import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import type { EditionShown } from "@/shared/api/generated/types.gen";
import { queryClient } from "@/shared/session/session";
import { RuleEditor } from "./rule-editor";

const rule = { id: "r1", name: "Gold", when: "customer.vip_level >= 5", terms: { queue_id: "q1" } };

function edition(number: number, content: object[], more: Partial<EditionShown> = {}): EditionShown {
  const at = `2026-01-0${number}T12:00:00Z`;
  return {
    number,
    at,
    valid_from: at,
    by: "u1",
    restores: null,
    is_in_force: false,
    content,
    before: null,
    ...more,
  };
}

describe("the versions of the rules", () => {
  it("say who changed which field of which rule", async () => {
    const raised = { ...rule, when: "customer.vip_level >= 7", terms: { queue_id: "q2" } };
    const versions = [
      edition(3, [], { by: null }),
      edition(2, [raised], { is_in_force: true }),
      edition(1, [rule], { before: [] }),
    ];
    const server = new FakeServer()
      .on("GET /v1/admission/rules", () => ({ body: { version: 3, rules: [], figures: {}, versions } }))
      .on("POST /v1/admission/rules/restore", () => ({
        body: { version: 3, rules: [], figures: {}, versions },
      }))
      .on("GET /v1/users", () => ({ body: { items: [{ id: "u1", name: "Ada" }] } }))
      .on("GET /v1/queues", () => ({
        body: {
          items: [
            { id: "q1", name: "Sales" },
            { id: "q2", name: "Service" },
          ],
        },
      }));
    show(<RuleEditor mayEdit />);
    await screen.findAllByText("Service");
    await screen.findAllByText(/Ada/);
    const lines = screen.getAllByRole("listitem").map((one) => plain(one.textContent ?? ""));
    expect(lines).toContain("Gold · When: customer.vip_level >= 5 → customer.vip_level >= 7");
    expect(lines).toContain("Gold · Queue: Sales → Service");
    expect(lines).toContain("Rules: None → Gold");
    expect(lines.filter((line) => line.includes("· Ada")).length).toBe(2);
    await userEvent.click(screen.getAllByRole("button", { name: "Bring back" })[1] as HTMLElement);
    await waitFor(() => expect(server.writes()).toMatchObject([{ body: { number: 1 } }]));
  });
});

it("a rule that was refused says at its field what is wrong, and keeps what was typed", async () => {
  const fields = { "rules.0.name": "String should have at least 1 character" };
  new FakeServer()
    .on("GET /v1/admission/rules", () => ({ body: { version: 0, rules: [], figures: {}, versions: [] } }))
    .on("PUT /v1/admission/rules", () => ({ status: 422, body: problem("input.invalid", fields) }));
  queryClient.clear();
  show(<RuleEditor mayEdit />);
  await userEvent.click(await screen.findByRole("button", { name: "Add rule" }));
  const name = screen.getByRole<HTMLInputElement>("textbox", { name: "Name of the rule" });
  await userEvent.clear(name);
  await userEvent.type(screen.getByRole("textbox", { name: "When" }), " && false");
  await userEvent.click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByText("Please fill this in.")).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "When" }).value).toMatch(/ && false$/);
});

function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
