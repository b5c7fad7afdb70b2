import { act, screen } from "@testing-library/react";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { queryClient } from "@/shared/session/session";
import { EmergencyPanel } from "./emergency-panel";

const OPEN = { is_closed: false };
const CLOSED = { is_closed: true, text: { en: "We are closed.", yue: "暫停服務。" } };

afterEach(() => {
  liveConnection.stop();
  queryClient.clear();
});

/** A centre that closes and opens as it is told. */
function aCentre(first: typeof OPEN) {
  let now = first;
  const becomes = (next: typeof OPEN) => () => {
    now = next;
    return { body: now };
  };
  return new FakeServer()
    .on("GET /v1/admission/emergency", () => ({ body: now }))
    .on("GET /v1/entry-points", () => ({ body: { items: [] } }))
    .on("PUT /v1/admission/emergency", becomes(CLOSED))
    .on("DELETE /v1/admission/emergency", becomes(OPEN));
}

it("one press closes, and callers hear it in each language", async () => {
  const server = aCentre(OPEN);
  const person = show(<EmergencyPanel mayClose />);
  await person.click(await screen.findByRole("button", { name: "Close now" }));
  expect(await screen.findByText(/We are closed\./)).toBeTruthy();
  const sent = server.writes()[0]?.body as { text: Record<string, string> };
  expect(Object.keys(sent.text)).toEqual(["en", "zh-Hans", "zh-Hant", "yue"]);
});

it("opens again only once that is confirmed, as in the banner", async () => {
  const server = aCentre(CLOSED);
  const person = show(<EmergencyPanel mayClose />);
  await person.click(await screen.findByRole("button", { name: "Open again" }));
  expect(await screen.findByText("Let callers in again?")).toBeTruthy();
  expect(server.writes()).toEqual([]);
  const buttons = await screen.findAllByRole("button", { name: "Open again" });
  await person.click(buttons[buttons.length - 1] as HTMLElement);
  expect(await screen.findByRole("button", { name: "Close now" })).toBeTruthy();
});

it("opens again as soon as the closing is seen, and no late answer closes it in the picture", async () => {
  const answers = new HeldAnswers();
  let now: typeof OPEN = OPEN;
  aCentre(OPEN)
    .on("GET /v1/admission/emergency", () => ({ body: now }))
    .on("PUT /v1/admission/emergency", answers.hold);
  const socket = showPicture({ emergency: {} });
  const tell = (value: object | null, sequence: number) => {
    now = value ? CLOSED : OPEN;
    const changes = [{ entity: "emergency", id: "now", value }];
    act(() => socket.say({ kind: "changes", sequence, changes }));
  };
  const person = show(<EmergencyPanel mayClose />);
  await person.click(await screen.findByRole("button", { name: "Close now" }));
  tell({ since: "2026-01-05T12:00:00Z", text: {}, entry_points: [], by_name: "" }, 2);
  const open = await screen.findByRole("button", { name: "Open again" });
  expect(open.classList).not.toContain("ant-btn-loading");
  tell(null, 3);
  const close = await screen.findByRole("button", { name: "Close now" });
  await answers.giveForNothing({ body: CLOSED });
  expect(close.isConnected).toBe(true);
});
