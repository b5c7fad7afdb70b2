import { screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import type { ParkedCall } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { ParkedBoard } from "./parked-board";
import { ParkedCalls } from "./parked-calls";

const PICK_UP = "POST /v1/desk/interactions/i1/pick-up";

const parked = (part: Partial<ParkedCall> = {}): ParkedCall => ({
  id: "i1",
  place: 3,
  place_name: "",
  customer: { number: "+861", name: "Wang" },
  queue: { id: "q1", name: "Orders" },
  parked_by: { id: "a1", name: "Anna" },
  note: "Wants the manager",
  since: new Date().toISOString(),
  until: new Date(Date.now() + 120_000).toISOString(),
  is_rung: false,
  ...part,
});

describe("parked calls", () => {
  afterEach(() => liveConnection.stop());

  it("tell place, customer, who parked them and the note, and are picked up by one click", async () => {
    const server = new FakeServer().on(PICK_UP, () => ({ status: 204 }));
    showPicture({ me: { me: aMe() }, parked: { i1: parked() } });
    const person = show(<ParkedCalls />);
    expect(screen.getByText("Place 3")).toBeTruthy();
    expect(screen.getByText("Wants the manager")).toBeTruthy();
    expect(screen.getByText("Parked by Anna for Orders")).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Pick up Wang from Place 3" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });

  it("are found at the place's own name where it has one", () => {
    showPicture({ me: { me: aMe() }, parked: { i1: parked({ place_name: "Service" }) } });
    show(<ParkedCalls />);
    expect(screen.getByText("Service 3")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Pick up Wang from Service 3" })).toBeTruthy();
  });

  it("cannot be picked up while somebody's phone rings for it", () => {
    showPicture({ me: { me: aMe() }, parked: { i1: parked({ is_rung: true }) } });
    show(<ParkedCalls />);
    expect(screen.getByRole<HTMLButtonElement>("button").disabled).toBe(true);
    expect(screen.getByText(/being picked up/)).toBeTruthy();
  });

  it("say why one could not be had", async () => {
    new FakeServer().on(PICK_UP, () => ({
      status: 409,
      body: problem("parked.gone", undefined, "This customer is not parked any more."),
    }));
    showPicture({ me: { me: aMe() }, parked: { i1: parked() } });
    const person = show(<ParkedCalls />);
    await person.click(screen.getByRole("button"));
    expect(await screen.findByText("This customer is not parked any more.")).toBeTruthy();
  });

  it("are given back to the queue from the board by one click", async () => {
    const server = new FakeServer().on("POST /v1/floor/parked/i1/give-back", () => ({ status: 204 }));
    showPicture({ parked_call: { i1: parked() } });
    const person = show(<ParkedBoard mayAct />);
    await person.click(screen.getByRole("button", { name: "Give Wang at Place 3 back to the queue Orders" }));
    expect(await screen.findByText("The customer is first in the queue.")).toBeTruthy();
    expect(server.writes()).toHaveLength(1);
  });

  it("are not given back while somebody's phone rings for them", () => {
    showPicture({ parked_call: { i1: parked({ is_rung: true }) } });
    show(<ParkedBoard mayAct />);
    expect(screen.getByRole<HTMLButtonElement>("button").disabled).toBe(true);
  });

  it("are on the board without anything to click for who only looks", () => {
    showPicture({ parked_call: { i1: parked() } });
    show(<ParkedBoard mayAct={false} />);
    expect(screen.getByText("Wang")).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });
});
