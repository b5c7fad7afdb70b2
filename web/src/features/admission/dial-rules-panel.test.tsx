import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { beforeEach, expect, it } from "vitest";
import { queryClient } from "@/shared/session/session";
import { DialRulesPanel } from "./dial-rules-panel";

const RULES = {
  version: 0,
  versions: [],
  country: "CN",
  dialled_in_last_hour: 0,
  allowed_prefixes: [] as string[],
  blocked_prefixes: [] as string[],
  hourly_limit: 200,
  agent_hourly_limit: 60,
};

beforeEach(() => queryClient.clear());

function shown(rules: Partial<typeof RULES>) {
  const fields = { agent_hourly_limit: "Input should be a valid integer" };
  return new FakeServer()
    .on("GET /v1/dial-rules", () => ({ body: { ...RULES, ...rules } }))
    .on("PUT /v1/dial-rules", () => ({ status: 422, body: { status: 422, code: "input.invalid", fields } }));
}

it("each box says what is wrong in it, and what a refused beginning makes useless", async () => {
  shown({ allowed_prefixes: ["+88161"], blocked_prefixes: ["+8816", "852"] });
  show(<DialRulesPanel mayEdit />);
  const said = await screen.findByText("A prefix is + and digits: 852");
  expect(said.closest("label")?.textContent).toMatch(/^Never called/);
  expect(screen.getByText("Without effect, since never called wins: +88161")).toBeTruthy();
});

it("an emptied limit is not taken for none: it is asked for at its box", async () => {
  const server = shown({});
  const person = show(<DialRulesPanel mayEdit />);
  const byHand = await screen.findByRole("spinbutton", { name: /^Of these by each/ });
  await person.clear(byHand);
  await person.click(screen.getByRole("button", { name: "Save" }));
  const said = await screen.findByText("Please fill this in.");
  expect(byHand.getAttribute("aria-describedby")).toBe(said.id);
  expect(server.writes()[0]?.body).toMatchObject({ agent_hourly_limit: null });
});
