import { screen } from "@testing-library/react";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { keepSession, type Session } from "@/shared/session/session";
import { EmergencyBanner } from "./emergency-banner";

const closed = {
  since: "2026-01-05T10:00:00Z",
  by_name: "Mei",
  text: { en: "We are closed. Please call later." },
  entry_points: ["Hotline"],
};

function showClosed(permissions: string[], emergency: object = { now: closed }) {
  keepSession({ csrf: "", permissions } as unknown as Session);
  showPicture({ emergency });
  const server = new FakeServer().on("DELETE /v1/admission/emergency", () => ({
    body: { is_closed: false },
  }));
  return { server, person: show(<EmergencyBanner />) };
}

describe("the emergency closure", () => {
  afterEach(() => liveConnection.stop());

  it("says where, by whom, what callers hear, and who may lift it", async () => {
    showClosed([]);
    const said = await screen.findByRole("alert");
    expect(said.textContent).toContain("Closed by an emergency closure: Hotline.");
    expect(said.textContent).toContain("By Mei, since");
    expect(said.textContent).toContain("“We are closed. Please call later.”");
    expect(said.textContent).toContain("Whoever may close the centre");
    expect(screen.queryByRole("button", { name: "Open again" })).toBeNull();
  });

  it("is lifted by who may, once it is confirmed", async () => {
    const { server, person } = showClosed(["routing.emergency.declare"]);
    await person.click(await screen.findByRole("button", { name: "Open again" }));
    expect(await screen.findByText("Let callers in again?")).toBeTruthy();
    expect(server.writes()).toEqual([]);
    const buttons = await screen.findAllByRole("button", { name: "Open again" });
    await person.click(buttons[buttons.length - 1] as HTMLElement);
    await expect.poll(() => server.writes().map(({ method }) => method)).toEqual(["DELETE"]);
  });

  it("is not shown while the centre is open", () => {
    showClosed([], {});
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
