import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { EmergencyPanel } from "./emergency-panel";

it("one press closes, and callers hear it in each language", async () => {
  const server = new FakeServer()
    .on("GET /v1/admission/emergency", () => ({ body: { is_closed: false } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("PUT /v1/admission/emergency", () => ({
      body: { is_closed: true, text: { en: "We are closed.", yue: "暫停服務。" } },
    }));
  const person = show(<EmergencyPanel mayClose />);
  await person.click(await screen.findByRole("button", { name: "Close now" }));
  expect(await screen.findByText(/We are closed\./)).toBeTruthy();
  const sent = server.writes()[0]?.body as { text: Record<string, string> };
  expect(Object.keys(sent.text)).toEqual(["en", "zh-Hans", "zh-Hant", "yue"]);
});

it("opens again only once that is confirmed, as in the banner", async () => {
  const server = new FakeServer()
    .on("GET /v1/admission/emergency", () => ({ body: { is_closed: true, text: {} } }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("DELETE /v1/admission/emergency", () => ({ body: { is_closed: false } }));
  const person = show(<EmergencyPanel mayClose />);
  await person.click(await screen.findByRole("button", { name: "Open again" }));
  expect(await screen.findByText("Let callers in again?")).toBeTruthy();
  expect(server.writes()).toEqual([]);
  const buttons = await screen.findAllByRole("button", { name: "Open again" });
  await person.click(buttons[buttons.length - 1] as HTMLElement);
  expect(await screen.findByRole("button", { name: "Close now" })).toBeTruthy();
});
