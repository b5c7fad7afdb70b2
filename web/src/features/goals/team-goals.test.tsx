import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { GoalsButton } from "./team-goals";

describe("goals of teams", () => {
  it("are set, and taken away by an empty field", async () => {
    const goals = { handled_count: 40, handle_s: null, occupancy_percent: null };
    const server = new FakeServer()
      .on("GET /v1/floor/goals", () => ({ body: { items: [{ team_id: "t1", team_name: "Early", goals }] } }))
      .on("PUT /v1/floor/teams/t1/goals", () => ({ status: 204 }));
    show(<GoalsButton />);
    await userEvent.click(screen.getByRole("button", { name: "Goals" }));
    const early = within(await screen.findByRole("form", { name: "Early" }));
    await userEvent.clear(early.getByLabelText("Conversations, at least"));
    await userEvent.type(early.getByLabelText("Seconds for each on average, at most"), "300");
    await userEvent.click(early.getByRole("button", { name: "Save" }));
    await screen.findByText("Early has these goals now.");
    expect(server.writes().map(({ body }) => body)).toEqual([
      { handled_count: null, handle_s: 300, occupancy_percent: null },
    ]);
  });

  it("need teams", async () => {
    new FakeServer().on("GET /v1/floor/goals", () => ({ body: { items: [] } }));
    show(<GoalsButton />);
    await userEvent.click(screen.getByRole("button", { name: "Goals" }));
    expect(await screen.findByText("No teams yet")).toBeTruthy();
  });
});
