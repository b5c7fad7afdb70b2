import { act, screen, waitFor } from "@testing-library/react";
import { FakeServer, problem } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { queryClient } from "@/shared/session/session";
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

it("tells of each version who made it and what it changed", async () => {
  const rule = { id: "r1", name: "Half of sales", queues: ["q1"], share_percent: 50, consent: "none" };
  const version = { valid_from: "2026-03-02T08:00:00Z", restores: null, is_in_force: false, by: "u1" };
  new FakeServer()
    .on(`GET ${PATH}`, () => ({
      body: {
        version: 2,
        rules: [{ ...rule, share_percent: 20 }],
        versions: [
          {
            ...version,
            number: 2,
            is_in_force: true,
            content: [{ ...rule, share_percent: 20 }],
            before: null,
          },
          { ...version, number: 1, content: [rule], before: [] },
        ],
      },
    }))
    .on("GET /v1/queues", () => ({ body: { items: [{ id: "q1", name: "Sales" }] } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("GET /v1/users", () => ({ body: { items: [{ id: "u1", name: "Grace" }] } }));
  show(<RecordingRulesPanel mayEdit />);
  const second = (await screen.findByText(/Version 2/)).closest("li");
  await waitFor(() => expect(second?.textContent).toContain("Grace"));
  expect(second?.textContent).toMatch(/Half of sales · [^:]+: 50% → 20%/);
  const first = screen.getByText(/Version 1/).closest("li");
  await waitFor(() => expect(first?.textContent).toMatch(/→ Sales/));
});

it("keeps what was changed while a version was being published, and publishes it on top", async () => {
  queryClient.clear();
  const answers = new HeldAnswers();
  const server = new FakeServer()
    .on(`GET ${PATH}`, () => ({ body: { version: 7, rules: [], versions: [] } }))
    .on("GET /v1/queues", () => ({ body: { items: [] } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on(`PUT ${PATH}`, answers.hold);
  const user = show(<RecordingRulesPanel mayEdit />);
  await user.click(await screen.findByRole("button", { name: "Add rule" }));
  const publish = screen.getByRole("button", { name: "Publish" });
  await user.click(publish);
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Add rule" }));
  await answers.give({ body: { ...(server.writes()[0]?.body as object), version: 8, versions: [] } });
  await waitFor(() => expect(publish.classList).not.toContain("ant-btn-loading"));
  await user.click(screen.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(server.writes()).toHaveLength(2));
  expect(server.writes()[1]?.body).toMatchObject({ version: 8, rules: [{}, {}] });
});

it("publishes on top of the version that was edited, not of one that came into view since", async () => {
  queryClient.clear();
  let version = 7;
  const server = new FakeServer()
    .on(`GET ${PATH}`, () => ({ body: { version, rules: [], versions: [] } }))
    .on("GET /v1/queues", () => ({ body: { items: [] } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on(`PUT ${PATH}`, () => ({ status: 409, body: problem("recording.changed_meanwhile") }));
  const user = show(<RecordingRulesPanel mayEdit />);
  await user.click(await screen.findByRole("button", { name: "Add rule" }));
  version = 8;
  await act(() => queryClient.invalidateQueries());
  await user.click(screen.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  expect(server.writes()[0]?.body).toMatchObject({ version: 7 });
});
