import { screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { keepSession, type Session } from "@/shared/session/session";
import { DialBox, isNumber } from "./dial-box";

const queue = (id: string, name: string) => ({
  id,
  name,
  waiting: 0,
  longest_waiting_since: null,
  ready_agents: 0,
  busy_agents: 0,
  offered: 0,
  answered: 0,
  abandoned: 0,
  answered_in_target: 0,
  service_level_s: 20,
  expected_wait_low_s: null,
  expected_wait_high_s: null,
});

function showBox(permissions = ["telephony.call.place"], more: Parameters<typeof aMe>[0] = {}) {
  keepSession({ csrf: "", permissions } as unknown as Session);
  showPicture({ me: { me: aMe(more) }, queue: { q1: queue("q1", "Orders"), q2: queue("q2", "Sales") } });
  return show(<DialBox />);
}

const callButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Call" });

describe("calling somebody", () => {
  afterEach(() => liveConnection.stop());

  it("asks for what is written, for the queue that is chosen", async () => {
    const server = new FakeServer().on("POST /v1/desk/calls", () => ({ body: { interaction_id: "i1" } }));
    const person = showBox();
    expect(callButton().disabled).toBe(true);
    await person.type(screen.getByLabelText("Telephone number"), "138 0013-8000{Enter}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({ number: "138 0013-8000", queue_id: "q1" });
  });

  it("keeps the next number that is written while one is being called", async () => {
    const answers = new HeldAnswers();
    const server = new FakeServer().on("POST /v1/desk/calls", answers.hold);
    const person = showBox();
    const field = screen.getByLabelText<HTMLInputElement>("Telephone number");
    await person.type(field, "13800138000{Enter}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    await person.clear(field);
    await person.type(field, "13900139000");
    await waitFor(() => expect(callButton().classList).not.toContain("ant-btn-loading"));
    await answers.giveForNothing({ body: { interaction_id: "i1" } });
    expect(field.value).toBe("13900139000");
  });

  it("says why it was refused", async () => {
    new FakeServer().on("POST /v1/desk/calls", () => ({
      status: 409,
      body: problem("dial.not_allowed", undefined, "This number must not be called."),
    }));
    const person = showBox();
    await person.type(screen.getByLabelText("Telephone number"), "0190123456{Enter}");
    expect(await screen.findByText(/This number must not be called/)).toBeTruthy();
    await person.type(screen.getByLabelText("Telephone number"), "7");
    expect(screen.queryByText(/This number must not be called/)).toBeNull();
  });

  it("waits for the phone, and says so", () => {
    showBox(undefined, { phone: { kind: "sip", is_reachable: false } });
    expect(callButton().disabled).toBe(true);
    expect(screen.getByText("Your phone is not connected: call when it is back.")).toBeTruthy();
  });

  it("is not there for people who place no calls", () => {
    showBox([]);
    expect(screen.queryByRole("button", { name: "Call" })).toBeNull();
  });

  it("knows a number however it is written", () => {
    expect(["+86 10 1234-5678", "(010) 12345678", "12"].every(isNumber)).toBe(true);
    expect(["", "1", "abc", "sip:1@x", "12;34"].some(isNumber)).toBe(false);
  });
});
