import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { aMe } from "@tests/support/a-me";
import { showPicture, snapshot } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AgentTask } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { AgentTasks } from "./agent-tasks";
import { NoteTask } from "./note-task";
import { OwnTasks } from "./own-tasks";
import { TaskReminders } from "./reminders";

const task: AgentTask = {
  id: "t1",
  text: "Send the catalogue",
  due_at: "2026-01-05T12:30:00Z",
  is_due: false,
  made_at: "2026-01-05T10:00:00Z",
  done_at: null,
  given_by: "",
  interaction_id: null,
  customer_number: "+8613800138000",
  customer_name: "Li Na",
};
const picture = (...tasks: AgentTask[]) => ({
  me: { me: aMe() },
  task: Object.fromEntries(tasks.map((one) => [one.id, one])),
});

describe("an agent's tasks", () => {
  afterEach(() => liveConnection.stop());

  it("stand with what is due first, and those done apart", () => {
    const later = { ...task, id: "t2", text: "Call the hotel", due_at: null };
    const done = { ...task, id: "t3", text: "Old", done_at: "2026-01-05T11:00:00Z" };
    showPicture(picture(later, done, task));
    show(<OwnTasks />);
    const texts = screen
      .getAllByRole("button", { name: /^Done: / })
      .map((one) => one.getAttribute("aria-label"));
    expect(texts).toEqual(["Done: Send the catalogue", "Done: Call the hotel"]);
    expect(screen.getByText("Done (1)")).toBeTruthy();
  });

  it("are done by one press, which can be undone", async () => {
    const server = new FakeServer().on("PUT /v1/desk/tasks/t1/done", () => ({ status: 204 }));
    showPicture(picture(task));
    show(<OwnTasks />);
    await userEvent.click(screen.getByRole("button", { name: "Done: Send the catalogue" }));
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(server.writes().map(({ body }) => body)).toEqual([{ is_done: true }, { is_done: false }]),
    );
  });

  it("are noted at a call with its customer", async () => {
    const server = new FakeServer().on("POST /v1/desk/tasks", () => ({ status: 204 }));
    show(<NoteTask label="Note a task" interactionId="i1" />);
    await userEvent.click(screen.getByRole("button", { name: "Note a task" }));
    await userEvent.type(await screen.findByLabelText("What is to be done"), " Send it ");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Noted.");
    expect(server.writes().map(({ body }) => body)).toEqual([
      { text: "Send it", due_at: null, interaction_id: "i1" },
    ]);
  });

  it("say why one was refused", async () => {
    new FakeServer().on("POST /v1/desk/tasks", () => ({
      status: 409,
      body: problem("task.too_many", undefined, "200 tasks are open."),
    }));
    show(<NoteTask label="Note a task" />);
    await userEvent.click(screen.getByRole("button", { name: "Note a task" }));
    await userEvent.type(await screen.findByLabelText("What is to be done"), "One more");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("200 tasks are open.")).toBeTruthy();
  });
});

describe("reminders", () => {
  afterEach(() => liveConnection.stop());

  it("are heard once each time that a task comes due", async () => {
    const server = new FakeServer().on("PUT /v1/desk/tasks/t1", () => ({ status: 204 }));
    const heard = vi.fn();
    const socket = showPicture(picture({ ...task, is_due: true }));
    show(<TaskReminders onRemind={heard} />);
    const note = await screen.findByRole("alert");
    expect(within(note).getByText("Send the catalogue · Li Na")).toBeTruthy();
    expect(heard.mock.calls).toEqual([["Reminder", "Send the catalogue"]]);
    await userEvent.click(within(note).getByRole("button", { name: "In 10 minutes" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    act(() => socket.say(snapshot(picture(task))));
    act(() => socket.say(snapshot(picture({ ...task, is_due: true }))));
    await waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  });

  it("wait until nobody rings", async () => {
    const heard = vi.fn();
    const due = picture({ ...task, is_due: true });
    const socket = showPicture({ ...due, offer: { o1: {} } });
    show(<TaskReminders onRemind={heard} />);
    act(() => socket.say(snapshot({ ...due, offer: { o1: {} } })));
    expect(heard).not.toHaveBeenCalled();
    act(() => socket.say(snapshot(due)));
    await waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  });

  it("tell of a task that somebody gave, but not of those that stood there", async () => {
    const heard = vi.fn();
    const socket = showPicture(picture({ ...task, given_by: "Sue" }));
    show(<TaskReminders onRemind={heard} />);
    const given = [
      { ...task, given_by: "Sue" },
      { ...task, id: "t2", text: "New", given_by: "Sue" },
    ];
    act(() => socket.say(snapshot(picture(...given))));
    await waitFor(() => expect(heard.mock.calls).toEqual([["Sue gave you a task", "New"]]));
  });
});

describe("a supervisor", () => {
  it("gives a task and takes one back", async () => {
    const server = new FakeServer()
      .on("GET /v1/floor/agents/a1/tasks", () => ({ body: { items: [task] } }))
      .on("POST /v1/floor/agents/a1/tasks", () => ({ status: 204 }))
      .on("DELETE /v1/floor/agents/a1/tasks/t1", () => ({ status: 204 }));
    show(<AgentTasks agentId="a1" name="Ann" />);
    await userEvent.click(await screen.findByRole("button", { name: "Withdraw: Send the catalogue" }));
    await userEvent.click(await screen.findByRole("button", { name: "Withdraw" }));
    await screen.findByText("Withdrawn.");
    await userEvent.click(screen.getByRole("button", { name: "Give a task" }));
    await userEvent.type(await screen.findByLabelText("What is to be done"), "Read the script");
    const buttons = await screen.findAllByRole("button", { name: "Give a task" });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    await screen.findByText("Ann has the task now.");
    expect(server.writes().map(({ method }) => method)).toEqual(["DELETE", "POST"]);
  });
});
