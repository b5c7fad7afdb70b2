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
  country_prefix: "+86",
  dialled_in_last_hour: 0,
  allowed_prefixes: [] as string[],
  blocked_prefixes: [] as string[],
  hourly_limit: 200,
  agent_hourly_limit: 60,
  rates: [] as { prefix: string; price: number }[],
  other_rate: 100,
  daily_spend_limit: null as number | null,
  spent_in_last_day: 0,
};

beforeEach(() => queryClient.clear());

function shown(rules: Partial<typeof RULES>, refused = "agent_hourly_limit") {
  const fields = { [refused]: "Input should be a valid integer" };
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

it("prices and the limit are written with decimals and sent in hundredths", async () => {
  const server = shown({});
  const person = show(<DialRulesPanel mayEdit />);
  await person.type(await screen.findByRole("spinbutton", { name: "Within 24 hours, at most" }), "25.5");
  await person.click(screen.getByRole("button", { name: "Add a price for a prefix" }));
  expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
  await person.type(screen.getByRole("textbox", { name: "Prefix of price 1" }), "+852 1");
  await person.type(screen.getByRole("spinbutton", { name: "Price 1" }), "2.3");
  await person.click(screen.getByRole("button", { name: "Save" }));
  expect(server.writes()[0]?.body).toMatchObject({
    rates: [{ prefix: "+8521", price: 230 }],
    other_rate: 100,
    daily_spend_limit: 2550,
  });
});

it("a price that is missing is asked for at its own box, and one prefix has one price", async () => {
  const rates = ["+852", "+853"].map((prefix) => ({ prefix, price: 100 }));
  shown({ rates }, "rates.1.price");
  const person = show(<DialRulesPanel mayEdit />);
  const second = await screen.findByRole("spinbutton", { name: "Price 2" });
  await person.clear(second);
  await person.click(screen.getByRole("button", { name: "Save" }));
  const said = await screen.findByText("Please fill this in.");
  expect(second.getAttribute("aria-describedby")).toBe(said.id);
  const prefix = screen.getByRole("textbox", { name: "Prefix of price 2" });
  await person.clear(prefix);
  await person.type(prefix, "+852");
  expect(screen.getByText("Each prefix once: +852")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
});

it("what was spent stands beside the limit, and a limit that is reached says what follows", async () => {
  shown({ daily_spend_limit: 5000, spent_in_last_day: 5025 });
  show(<DialRulesPanel mayEdit={false} />);
  const said = "50.25 of 50.00 within the last 24 hours";
  expect(await screen.findByText(said)).toBeTruthy();
  expect(screen.getByRole("progressbar", { name: said })).toHaveProperty("value", 1);
  expect(screen.getByText(/^The limit for 24 hours is reached/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Add a price for a prefix" })).toBeNull();
});

it("who only passes through a price's boxes has changed nothing", async () => {
  shown({ rates: [{ prefix: "+852", price: 100 }] });
  const person = show(<DialRulesPanel mayEdit />);
  await person.click(await screen.findByRole("textbox", { name: "Prefix of price 1" }));
  await person.tab();
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});

it("a price that no call can have says so, until its numbers may be called", async () => {
  const rates = ["+86", "+852", "+88161"].map((prefix) => ({ prefix, price: 100 }));
  shown({ rates, blocked_prefixes: ["+8816"] });
  const person = show(<DialRulesPanel mayEdit />);
  await screen.findByText("These are never called, so their price is without effect: +88161");
  const seldom = "No prefix allows these, so the price counts only for customers on file: +852";
  expect(screen.getByText(seldom)).toBeTruthy();
  await person.type(screen.getByRole("combobox", { name: /^Also allowed/ }), "+8525{Enter}");
  expect(screen.queryByText(seldom)).toBeNull();
});
