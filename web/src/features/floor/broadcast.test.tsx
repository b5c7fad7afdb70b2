import { screen, waitFor } from "@testing-library/react";
import { anAgent } from "@tests/support/an-agent";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { Broadcast } from "./broadcast";

afterEach(() => liveConnection.stop());

it("keeps what is written, in the form that was opened, while another message was on its way", async () => {
  const answers = new HeldAnswers();
  const server = new FakeServer()
    .on("GET /v1/floor/notices", () => ({ body: { items: [] } }))
    .on("POST /v1/floor/messages", answers.hold);
  showPicture({ agent: { ann: anAgent("Ann") } });
  const person = show(<Broadcast />);
  await person.click(screen.getByRole("button", { name: "Message to many" }));
  await person.type(await screen.findByRole("textbox"), "Hello");
  await person.click(screen.getByRole("button", { name: /Send to/ }));
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  await person.click(screen.getByRole("button", { name: "Cancel" }));
  await person.click(screen.getByRole("button", { name: "Message to many" }));
  await person.type(await screen.findByRole("textbox"), " again");
  await answers.giveForNothing({ status: 204 });
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("Hello again");
  expect(screen.getByRole("dialog")).toBeTruthy();
});
