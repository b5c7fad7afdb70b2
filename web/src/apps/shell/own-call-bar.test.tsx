import { screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { aWork } from "@tests/support/a-work";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ring } from "@/features/offer/model/ringer";
import { liveConnection } from "@/shared/live/live-connection";
import { OwnCallBar } from "./own-call-bar";

const silence = vi.fn();
vi.mock("@/features/offer/model/ringer", () => ({ ring: vi.fn(() => silence) }));

const talking = aWork({ state: "talking", ends_by: null, actions: ["hold", "hang_up"] });
const offer = {
  ...{ id: "o1", interaction_id: "i1", customer: talking.customer, queue: { id: "q1", name: "Sales" } },
  ...{ purpose: "queue", offered_at: new Date().toISOString(), invited_by: null },
};

describe("away from the desk", () => {
  afterEach(() => liveConnection.stop());

  it("a call in hand is seen, can be muted, and is one step away", async () => {
    showPicture({ me: { me: aMe() }, work: { i1: talking } });
    const onDesk = vi.fn();
    const user = show(<OwnCallBar onDesk={onDesk} />);
    const bar = screen.getByRole("region", { name: "My call" });
    expect(bar.textContent).toContain("Talking");
    expect(bar.textContent).toContain("Wang");
    expect(screen.getByRole("button", { name: "Mute" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go to the desk" }));
    expect(onDesk).toHaveBeenCalledOnce();
  });

  it("rings while something is offered, and no longer", () => {
    const socket = showPicture({ me: { me: aMe() }, offer: { o1: offer } });
    show(<OwnCallBar onDesk={vi.fn()} />);
    expect(screen.getByRole("alert").textContent).toBe("Wang is calling");
    expect(vi.mocked(ring)).toHaveBeenCalledWith({ title: "Wang is calling", body: "Sales" });
    expect(silence).not.toHaveBeenCalled();
    socket.close();
  });

  it("nothing is shown while there is nothing", () => {
    showPicture({ me: { me: aMe() } });
    show(<OwnCallBar onDesk={vi.fn()} />);
    expect(screen.queryByRole("region")).toBeNull();
  });
});
