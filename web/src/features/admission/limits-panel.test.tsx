import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { beforeEach, expect, it } from "vitest";
import { queryClient } from "@/shared/session/session";
import { LimitsPanel } from "./limits-panel";

const LIMITS = {
  source_calls: 0,
  source_s: 60,
  repeat_within_s: 3600,
  surge_calls_per_s: 300,
  surge_burst: 600,
  surge_lag_ms: 500,
};
const WRONG = {
  "limits.source_s": "Input should be a valid integer",
  "limits.surge_burst": "Input should be a valid integer, got a number with a fractional part",
};

beforeEach(() => queryClient.clear());

function shown() {
  return new FakeServer()
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/admission/limits", () => ({ body: { version: 0, limits: LIMITS, versions: [] } }))
    .on("PUT /v1/admission/limits", () => ({
      status: 422,
      body: { status: 422, code: "input.invalid", fields: WRONG },
    }));
}

it("what is wrong with a limit is said at its box, until it is changed", async () => {
  const server = shown();
  const person = show(<LimitsPanel mayEdit />);
  const within = await screen.findByRole("spinbutton", { name: /^Within/ });
  await person.clear(within);
  const burst = screen.getByRole("spinbutton", { name: /^In a burst/ });
  await person.clear(burst);
  await person.type(burst, "1.5");
  await person.click(screen.getByRole("button", { name: "Publish" }));
  const said = await screen.findByText("Please fill this in.");
  expect(within.getAttribute("aria-describedby")).toBe(said.id);
  await waitFor(() => expect(document.activeElement).toBe(within));
  // An emptied box is not filled by us with what nobody wrote.
  expect(server.writes()[0]?.body).toMatchObject({ limits: { source_s: null, surge_burst: 1.5 } });
  expect(document.querySelectorAll("input[aria-invalid=true]")).toHaveLength(2);
  await person.type(within, "30");
  expect(screen.queryByText("Please fill this in.")).toBeNull();
  expect(document.querySelectorAll("input[aria-invalid=true]")).toHaveLength(1);
});

it("a time that has passed is not taken for at once", async () => {
  const server = shown();
  const person = show(<LimitsPanel mayEdit />);
  await person.type(await screen.findByRole("spinbutton", { name: /^Within/ }), "0");
  const from = screen.getByLabelText(/^Valid from/);
  await person.type(from, "2020-01-05 10:00");
  await person.tab();
  expect(await screen.findByText("This time has passed. Leave it empty for at once.")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Publish" }).disabled).toBe(true);
  expect(server.writes()).toEqual([]);
});
