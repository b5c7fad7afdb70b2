import { cleanup, screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Offer } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { OfferCard } from "./offer-card";

function anOffer(): Offer {
  const instant = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
  return {
    id: "o1",
    interaction_id: "i1",
    channel: "voice",
    queue: { id: "q1", name: "Sales" },
    customer: { id: "c1", number: "+861380013", name: "Wang", note: "", segment: "", vip_level: 0 },
    guide: { candidates: [], scripts: [], pops: [] },
    language: "zh-Hans",
    data: [],
    arrived_at: instant(-40),
    offered_at: instant(-5),
    expires_at: instant(15),
    history: [],
    actions: ["accept", "decline"],
    purpose: "queue",
    others_asked: 0,
    invited_by: null,
    notes: [],
  };
}

function showOffer(offer = anOffer()) {
  const heard = { agree: vi.fn(), disagree: vi.fn() };
  const user = show(
    <OfferCard
      offer={offer}
      onAgree={heard.agree}
      onDisagree={heard.disagree}
      customer={<p>what is known</p>}
    />,
  );
  return { user, ...heard };
}

const path = (action: string) => `POST /v1/desk/offers/o1/${action}`;

describe("an offer", () => {
  afterEach(() => liveConnection.stop());

  it("is announced, with what is known and the time that is left", () => {
    new FakeServer();
    showOffer();
    expect(screen.getByRole("alert").textContent).toBe("Wang is calling");
    expect(screen.getByText("what is known")).toBeTruthy();
    const left = Number.parseInt(screen.getByText(/s left$/).textContent, 10);
    expect(left > 0 && left <= 15).toBe(true);
  });

  it("tells how long the customer waited, unless a colleague asks who talks with them", () => {
    new FakeServer();
    showOffer();
    expect(screen.getByText(/Waiting/)).toBeTruthy();
    cleanup();
    showOffer({ ...anOffer(), purpose: "consult", invited_by: { id: "a1", name: "Ann" } });
    expect(screen.queryByText(/Waiting/)).toBeNull();
  });

  it("says what to do at a phone outside", () => {
    new FakeServer();
    showPicture({ me: { me: aMe({ phone: { kind: "outside", is_reachable: true } }) } });
    showOffer();
    expect(screen.getByText(/Answer it and press 1/)).toBeTruthy();
  });

  it("is accepted by the button; the phone hears of it before the server does", async () => {
    const asked: string[] = [];
    const server = new FakeServer().on(path("accept"), () => {
      asked.push("server");
      return { status: 204 };
    });
    const { user, agree } = showOffer();
    agree.mockImplementation(() => asked.push("phone"));
    await user.click(screen.getByRole("button", { name: /Accept/ }));
    await waitFor(() => expect(asked).toEqual(["phone", "server"]));
    expect(server.writes()).toHaveLength(1);
  });

  it.each([
    ["{Alt>}a{/Alt}", "accept"],
    ["{Alt>}r{/Alt}", "decline"],
  ])("takes the keys %s to %s", async (keys, action) => {
    const server = new FakeServer().on(path(action), () => ({ status: 204 }));
    const { user } = showOffer();
    await user.keyboard(keys);
    await waitFor(() =>
      expect(server.writes().map((asked) => asked.path)).toEqual([`/v1/desk/offers/o1/${action}`]),
    );
  });

  it("cannot be accepted twice", async () => {
    const server = new FakeServer().on(path("accept"), () => ({ status: 204 }));
    const { user } = showOffer();
    await user.keyboard("{Alt>}a{/Alt}");
    await user.keyboard("{Alt>}a{/Alt}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(screen.getByRole("button", { name: /Accept/ }).hasAttribute("disabled")).toBe(true);
  });

  it("that is over is explained, and the phone is told not to answer", async () => {
    const body = problem("offer.over", undefined, "This offer is over.");
    new FakeServer().on(path("accept"), () => ({ status: 409, body }));
    const { user, disagree } = showOffer();
    await user.click(screen.getByRole("button", { name: /Accept/ }));
    expect(await screen.findByText("This offer is over.")).toBeTruthy();
    expect(disagree).toHaveBeenCalledWith("o1");
  });

  it("allows only what the server allows", () => {
    new FakeServer();
    showOffer({ ...anOffer(), actions: ["decline"] });
    expect(screen.getByRole("button", { name: /Accept/ }).hasAttribute("disabled")).toBe(true);
    expect(screen.getByRole("button", { name: /Decline/ }).hasAttribute("disabled")).toBe(false);
  });
});
