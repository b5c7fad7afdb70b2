import { act, screen, waitFor } from "@testing-library/react";
import { showPicture, snapshot } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import type { ThreadMessage } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { OwnMessages } from "./own-messages";

const ME = { me: { agent_id: "ann", name: "Ann", presence: "ready", choices: [] } };

function aMessage(id: string, more: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id,
    at: "2026-01-05T12:00:00Z",
    sender_name: "Sue",
    text: "Please come.",
    is_from_agent: false,
    is_broadcast: false,
    presence: null,
    reason_name: null,
    ...more,
  };
}

afterEach(() => liveConnection.stop());

const thread = (unread: number, ...messages: ThreadMessage[]) => ({ me: { unread, messages } });

it("tells how many messages are unread, and has read what it shows", async () => {
  const server = new FakeServer().on("PUT /v1/desk/messages/read", () => ({ status: 204 }));
  showPicture({ me: ME, thread: thread(1, aMessage("m1")), hand: {} });
  const user = show(<OwnMessages />);
  await user.click(screen.getByRole("button", { name: "Messages, 1 unread" }));
  expect(await screen.findAllByText("Please come.")).not.toHaveLength(0);
  await waitFor(() =>
    expect(server.writes()).toEqual([
      { method: "PUT", path: "/v1/desk/messages/read", body: { message_id: "m1" } },
    ]),
  );
});

it("shows what comes while it is open, and what a supervisor set", async () => {
  new FakeServer().on("PUT /v1/desk/messages/read", () => ({ status: 204 }));
  const socket = showPicture({
    me: ME,
    thread: thread(0, aMessage("m1", { is_from_agent: true })),
    hand: {},
  });
  const user = show(<OwnMessages />);
  await user.click(screen.getByRole("button", { name: "Messages to and from the supervisor" }));
  const set = aMessage("m2", { text: "", presence: "not_ready", reason_name: "Break" });
  act(() =>
    socket.say(
      snapshot(
        { me: ME, thread: thread(1, aMessage("m1", { is_from_agent: true }), set), hand: {} },
        2,
        "e2",
      ),
    ),
  );
  expect(await screen.findAllByText("Set your state: Break")).toHaveLength(1);
});

it("says at once who set the state, and the word that came with it", async () => {
  const set = aMessage("m1", { text: "Calls wait.", presence: "not_ready", reason_name: "Break" });
  showPicture({ me: ME, thread: thread(1, set), hand: {} });
  show(<OwnMessages />);
  expect(await screen.findByText("Sue set your state: Break")).toBeTruthy();
  expect(screen.getByText("Calls wait.")).toBeTruthy();
});

it("sends a message and keeps it when that fails", async () => {
  const server = new FakeServer();
  showPicture({ me: ME, thread: thread(0), hand: {} });
  const user = show(<OwnMessages />);
  await user.click(screen.getByRole("button", { name: "Messages to and from the supervisor" }));
  const line = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Write a message" });
  await user.type(line, "May I?{Enter}");
  expect(await screen.findByText("This is not there any more.")).toBeTruthy();
  expect(server.writes()).toHaveLength(1);
  await waitFor(() => expect(line.value).toBe("May I?"));
  server.on("POST /v1/desk/messages", () => ({ status: 204 }));
  await user.click(await screen.findByRole("button", { name: "Send" }));
  await waitFor(() => expect(line.value).toBe(""));
});

it("lets one write the next message while one is on its way, and sends them in order", async () => {
  const answers = new HeldAnswers();
  const server = new FakeServer().on("POST /v1/desk/messages", answers.hold);
  showPicture({ me: ME, thread: thread(0), hand: {} });
  const user = show(<OwnMessages />);
  await user.click(screen.getByRole("button", { name: "Messages to and from the supervisor" }));
  const line = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Write a message" });
  await user.type(line, "One{Enter}Two{Enter}Thr");
  await answers.give({ status: 204 });
  await waitFor(() => expect(server.writes()).toHaveLength(2));
  expect(server.writes().map(({ body }) => body)).toEqual([{ text: "One" }, { text: "Two" }]);
  expect(line.value).toBe("Thr");
  await answers.give({ status: 204 });
});
