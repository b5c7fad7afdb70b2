import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { RecordingRulesPanel } from "./recording-rules-panel";

const PATH = "/v1/recording-rules";

it("says at which field a rule cannot be used, and forgets it when the change is discarded", async () => {
  const server = new FakeServer()
    .on(`GET ${PATH}`, () => ({ body: { version: 0, rules: [], versions: [] } }))
    .on("GET /v1/queues", () => ({ body: { items: [] } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on(`PUT ${PATH}`, () => ({
      status: 422,
      body: {
        code: "input.invalid",
        detail: "Some of the input cannot be used; see the fields.",
        fields: { "rules.0.countries.0": "String should match pattern '^[A-Z]{2}$'" },
      },
    }));
  const user = show(<RecordingRulesPanel mayEdit />);
  await user.click(await screen.findByRole("button", { name: "Add rule" }));
  await user.click(screen.getByRole("button", { name: "Publish" }));
  const countries = await screen.findByLabelText(/Countries of the customer/);
  await waitFor(() =>
    expect(countries.closest("label")?.textContent).toContain("Some of these characters are not allowed"),
  );
  expect(server.writes()).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.queryByText(/cannot be used/)).toBeNull();
});
