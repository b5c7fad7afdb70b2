import { screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { IdlePanel } from "./idle-panel";

const blocked = { presence: "blocked", state: "blocked", reason_id: "system.missed_offer" } as const;
const offline = { presence: "offline", reason_id: null, name: null } as const;
const ready = { presence: "ready", reason_id: null, name: null } as const;

describe("an empty desk", () => {
  afterEach(() => liveConnection.stop());

  it("says why no calls come, and how they will come again", () => {
    showPicture({ me: { me: aMe({ ...blocked, choices: [ready, offline] }) } });
    show(<IdlePanel />);
    expect(screen.getByText("Reason: Missed an offer")).toBeTruthy();
    expect(screen.getByText(/Choose Ready/)).toBeTruthy();
  });

  it("does not send those to the menu whom only a supervisor lets back", () => {
    showPicture({ me: { me: aMe({ ...blocked, choices: [offline] }) } });
    show(<IdlePanel />);
    expect(screen.getByText(/A supervisor has to let you back/)).toBeTruthy();
    expect(screen.queryByText(/Choose Ready/)).toBeNull();
  });
});
