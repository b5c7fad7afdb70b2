import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { beforeEach, describe, expect, it } from "vitest";
import type { PlanWeek } from "@/shared/api/generated/types.gen";
import { loadOfficeTexts } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/session/session";
import { PlanWeekView } from "./plan-week";

const DAYS = Array.from({ length: 7 }, (_, number) => `2026-03-${23 + number}`);
const WEEK: PlanWeek = {
  monday: "2026-03-23",
  days: DAYS,
  today: "2026-03-25",
  zone: "Asia/Shanghai",
  version: 7,
  teams: [{ id: "early", name: "Early" }],
  agents: [{ id: "ann", name: "Ann" }],
  shifts: [
    {
      id: "s1",
      version: 3,
      agent_id: "ann",
      starts_at: "2026-03-24T01:00:00Z",
      ends_at: "2026-03-24T09:00:00Z",
      starts_clock: "2026-03-24T09:00",
      ends_clock: "2026-03-24T17:00",
      note: "",
      activities: [],
    },
  ],
};

const view = (day: string | null = null) => (
  <PlanWeekView day={day} team={null} mayEdit onChoose={() => undefined} />
);

describe("the week's grid", () => {
  let server: FakeServer;
  beforeEach(async () => {
    queryClient.clear();
    await loadOfficeTexts();
    server = new FakeServer()
      .on("GET /v1/plan/week", () => ({ body: WEEK }))
      .on("GET /v1/users", () => ({ body: { items: [] } }))
      .on("POST /v1/plan/changes", () => ({ body: { change_id: "c1" } }))
      .on("POST /v1/plan/changes/c1/undo", () => ({ body: { change_id: "c2" } }));
  });

  it("plans a shift where one points, with a break, and takes it back", async () => {
    show(view());
    await userEvent.click(await screen.findByRole("button", { name: "Add a shift for Ann, Fri, 3/27" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Ann · Fri, 3/27" }));
    await userEvent.click(dialog.getByRole("button", { name: "Add activity" }));
    await userEvent.click(dialog.getByRole("button", { name: "Save" }));
    await screen.findByText("The schedule of Ann is saved.");
    expect(server.writes()[0]?.body).toEqual({
      saved: [
        {
          agent_id: "ann",
          starts_at: "2026-03-27T09:00",
          ends_at: "2026-03-27T17:00",
          note: "",
          activities: [
            { kind: "break", starts_at: "2026-03-27T11:00", ends_at: "2026-03-27T11:15", note: "" },
          ],
        },
      ],
      removed: [],
    });
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
  });

  it("takes a shift out", async () => {
    show(view());
    await userEvent.click(
      await screen.findByRole("button", { name: "Shift of Ann, Tue, 3/24: 09:00–17:00" }),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Remove shift" }));
    await screen.findByText("The shift of Ann is removed.");
    expect(server.writes()[0]?.body).toEqual({ saved: [], removed: ["s1"] });
  });

  it("shows what is wrong with a file before anything is taken", async () => {
    const wrong = {
      version: 7,
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 0,
      agent_count: 0,
      differences: [],
      problems: [{ line: 4, text: "Bob", code: "agent_unknown" }],
      problem_count: 1,
    };
    server.on("POST /v1/plan/import/preview", () => ({ body: wrong }));
    show(view());
    await userEvent.click(await screen.findByRole("button", { name: "Import" }));
    const file = new File(["agent,start,end"], "plan.csv", { type: "text/csv" });
    await userEvent.upload(await screen.findByLabelText("Choose a file, or drop it here"), file);
    const row = await screen.findByRole("row", { name: /You lead no agent of this name/ });
    expect(within(row).getByText("4")).toBeTruthy();
    const take = screen.getByRole<HTMLButtonElement>("button", { name: "Import 0 changes" });
    expect(take.disabled).toBe(true);
    expect(server.writes()[0]?.body).toEqual({ content: btoa("agent,start,end") });
  });

  it("leaves the import that was opened while another file was being taken", async () => {
    const counts = { added: 1, changed: 0, removed: 0 };
    const sound = { ...counts, version: 7, unchanged: 0, agent_count: 1, differences: [] };
    const answers = new HeldAnswers();
    server
      .on("POST /v1/plan/import/preview", () => ({ body: { ...sound, problems: [], problem_count: 0 } }))
      .on("POST /v1/plan/import", answers.hold);
    show(view());
    await userEvent.click(await screen.findByRole("button", { name: "Import" }));
    const file = new File(["agent,start,end"], "plan.csv", { type: "text/csv" });
    await userEvent.upload(await screen.findByLabelText("Choose a file, or drop it here"), file);
    await userEvent.click(await screen.findByRole("button", { name: "Import 1 change" }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await userEvent.click(screen.getByRole("button", { name: "Import" }));
    const dialog = await screen.findByRole("dialog");
    await answers.give({ body: { change_id: "c9", ...counts } });
    await screen.findByText("The schedule is imported.");
    expect(screen.getByRole("dialog")).toBe(dialog);
  });
});
