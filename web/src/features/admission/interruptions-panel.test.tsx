import { screen, within } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { InterruptionsPanel } from "./interruptions-panel";

const RULES = { voice: ["email"], chat: ["email"] };

function aServer(): FakeServer {
  return new FakeServer()
    .on("GET /v1/interruption-rules", () => ({ body: { version: 0, rules: RULES, versions: [] } }))
    .on("PUT /v1/interruption-rules", () => ({
      body: { version: 1, rules: { ...RULES, voice: ["chat", "email"] }, versions: [] },
    }));
}

it("offers what may be interrupted, and publishes the whole of the rules", async () => {
  const server = aServer();
  const person = show(<InterruptionsPanel mayEdit />);
  const byCall = within(await screen.findByRole("group", { name: "A call may come on top of" }));
  expect(screen.queryByRole("checkbox", { name: "Call" })).toBeNull();
  expect(byCall.getByRole<HTMLInputElement>("checkbox", { name: "E-mail" }).checked).toBe(true);
  await person.click(byCall.getByRole("checkbox", { name: "Chat" }));
  await person.click(screen.getByRole("button", { name: "Publish" }));
  await screen.findByRole("group", { name: "A chat may come on top of" });
  const sent = server.writes()[0]?.body as { version: number; rules: Record<string, string[]> };
  expect(sent.version).toBe(0);
  expect(sent.rules["voice"]?.toSorted()).toEqual(["chat", "email"]);
  expect(sent.rules["chat"]).toEqual(["email"]);
});

it("shows the rules to those who may not change them", async () => {
  aServer();
  show(<InterruptionsPanel mayEdit={false} />);
  const byChat = within(await screen.findByRole("group", { name: "A chat may come on top of" }));
  expect(byChat.getByRole<HTMLInputElement>("checkbox", { name: "E-mail" }).disabled).toBe(true);
});
