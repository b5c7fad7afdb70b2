import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import type { LostCallView } from "@/shared/api/generated/types.gen";
import { instantOf } from "@/shared/time/wished";
import { CallBackForm } from "./call-back-form";

const call: LostCallView = {
  id: "c1",
  status: "open",
  arrived_at: "2026-01-05T10:00:00Z",
  lost_at: "2026-01-05T10:01:00Z",
  number: "+8613800138000",
  name: "Li Na",
  queue_id: "q1",
  queue_name: "Sales",
  layer: "queue",
  outcome: "abandoned",
  cause: "hang_up",
  agent_id: null,
  call_back_id: null,
  attempts: 0,
  handled: null,
  handled_at: null,
  handled_by: null,
  handled_reason: null,
};

function serverWithQueues(): FakeServer {
  return new FakeServer()
    .on("GET /v1/queues", () => ({ body: { items: [{ id: "q2", version: 1, name: "Orders" }] } }))
    .on("POST /v1/lost-calls/c1/call-back", () => ({ status: 204 }));
}

it("a lost call is called back at the time that the customer wishes", async () => {
  const server = serverWithQueues();
  show(<CallBackForm call={call} onDone={() => {}} />);
  await userEvent.click(screen.getByRole("button", { name: "Call back at …" }));
  await userEvent.click(await screen.findByLabelText("Due"));
  await userEvent.paste("2026-01-06 15:30");
  await userEvent.click(screen.getByRole("button", { name: "Call back" }));
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  expect(server.writes()[0]?.body).toEqual({
    agent_id: null,
    queue_id: "q1",
    due_at: instantOf("2026-01-06T15:30"),
  });
});

it("a call that reached no queue needs one to be called back for", async () => {
  const server = serverWithQueues();
  show(<CallBackForm call={{ ...call, queue_id: null, queue_name: null }} onDone={() => {}} />);
  await userEvent.click(screen.getByRole("button", { name: "Call back at …" }));
  const send = await screen.findByRole("button", { name: "Call back" });
  expect((send as HTMLButtonElement).disabled).toBe(true);
  await userEvent.click(screen.getByRole("combobox"));
  await userEvent.click(await screen.findByTitle("Orders"));
  await userEvent.click(send);
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  expect(server.writes()[0]?.body).toMatchObject({ queue_id: "q2", due_at: null });
});
