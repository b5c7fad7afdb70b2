import { aWork } from "@tests/support/a-work";
import { showPicture } from "@tests/support/fake-live";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Work } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { usePhoneStore } from "./phone-store";
import { Softphone } from "./softphone";

type Listener = (event?: object) => void;

class Told {
  private readonly listeners = new Map<string, Listener[]>();

  on(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  tell(name: string, event?: object): void {
    for (const listener of this.listeners.get(name) ?? []) listener(event);
  }
}

const made = vi.hoisted(() => ({ stacks: [] as unknown[] }));

class FakeStack extends Told {
  constructor() {
    super();
    made.stacks.push(this);
  }
  start() {}
  stop() {}
  isConnected = () => true;
  isRegistered = () => true;
}

vi.mock("jssip", () => ({ UA: FakeStack, WebSocketInterface: class {} }));

class FakeSession extends Told {
  answer = vi.fn();
  private hasEnded = false;

  isEnded = () => this.hasEnded;

  readonly ends: (object | undefined)[] = [];

  terminate(why?: object) {
    if (this.hasEnded) throw new Error("It has ended.");
    this.hasEnded = true;
    this.ends.push(why);
    this.tell("failed");
  }
}

/** A call for interaction i1 reaches the page. */
function ring(stack: FakeStack, offerId?: string): FakeSession {
  const session = new FakeSession();
  const headers = { "X-Antiphon-Interaction": "i1", "X-Antiphon-Offer": offerId };
  const request = { getHeader: (name: string) => headers[name as keyof typeof headers] };
  stack.tell("newRTCSession", { originator: "remote", session, request });
  return session;
}

const connecting = (): Work => aWork({ state: "connecting", actions: ["recover_audio"] });

describe("a phone whose connection breaks", () => {
  const server = { recoverAudio: vi.fn(async () => undefined), openLine: vi.fn(async () => undefined) };
  const phone = new Softphone(server);
  let stack: FakeStack;

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    vi.stubGlobal("navigator", {
      mediaDevices: { getUserMedia: async () => ({ getTracks: () => [] }) },
    });
    const credentials = { uri: "sip:a@b", websocket: "/sip", username: "a", secret: "s", display_name: "" };
    await phone.start({ ...credentials, ice_servers: [] });
    stack = made.stacks.at(-1) as FakeStack;
  });
  afterEach(() => {
    phone.stop();
    liveConnection.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("answers no call that rang over it: once that is accepted, it is rung for again", async () => {
    showPicture({});
    const lost = ring(stack, "o1");
    stack.tell("disconnected");
    expect(usePhoneStore.getState().call).toBeNull();
    stack.tell("registered");
    await vi.advanceTimersByTimeAsync(9_000);
    liveConnection.stop();
    showPicture({ work: { i1: connecting() } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lost.answer).not.toHaveBeenCalled();
    expect(server.recoverAudio).toHaveBeenCalledWith("i1");
    const again = ring(stack);
    await vi.advanceTimersByTimeAsync(0);
    expect(again.answer).toHaveBeenCalledOnce();
  });

  it("asks for the call into which a colleague asked the agent, once that is agreed to", async () => {
    const offer = { id: "i1.party1", interaction_id: "i1", purpose: "consult" };
    showPicture({ offer: { "i1.party1": offer } });
    ring(stack, "i1.party1");
    stack.tell("disconnected");
    stack.tell("registered");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(server.recoverAudio).not.toHaveBeenCalled();
    phone.agree("i1.party1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.recoverAudio).toHaveBeenCalledWith("i1");
    const again = ring(stack, "i1.party1");
    await vi.advanceTimersByTimeAsync(0);
    expect(again.answer).toHaveBeenCalledOnce();
  });

  it("asks again for the sound of the call that a supervisor listens to", async () => {
    showPicture({ listening: { me: { monitor_id: "i1.w1", interaction_id: "i1" } } });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.recoverAudio).toHaveBeenCalledWith("i1");
  });

  it("goes on with a call that is up", async () => {
    showPicture({ work: { i1: { ...connecting(), state: "talking" } } });
    const session = ring(stack);
    session.tell("confirmed");
    stack.tell("disconnected");
    stack.tell("registered");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(session.isEnded()).toBe(false);
    expect(server.recoverAudio).not.toHaveBeenCalled();
  });

  it("answers with a way for the sound: candidates over TCP are none to the engine", async () => {
    showPicture({});
    const session = ring(stack);
    const ready = vi.fn();
    session.tell("icecandidate", { candidate: { protocol: "tcp" }, ready });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ready).not.toHaveBeenCalled();
    session.tell("icecandidate", { candidate: { protocol: "udp" }, ready });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ready).toHaveBeenCalledOnce();
  });

  it("says why it ends a call whose sound is lost: nobody hung up", () => {
    showPicture({ work: { i1: { ...connecting(), state: "talking" } } });
    const session = ring(stack);
    const peerconnection = Object.assign(new EventTarget(), { connectionState: "connecting" });
    session.tell("peerconnection", { peerconnection });
    session.tell("confirmed");
    peerconnection.connectionState = "failed";
    peerconnection.dispatchEvent(new Event("connectionstatechange"));
    expect(session.ends).toEqual([{ status_code: 408, reason_phrase: "No sound" }]);
  });
});
