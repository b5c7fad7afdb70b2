import { describe, expect, it } from "vitest";
import type { Work, WorkState } from "@/shared/live/entities";
import type { Listening } from "@/shared/live/floor-entities";
import { findWorkWithAudio, isCarried, mayAnswer } from "./match-call";

function aWork(state: WorkState, channel = "voice"): Work {
  const work = { id: "i1", state, channel, actions: [] };
  return work as unknown as Work;
}

const nothing = { acceptedOffers: new Set<string>(), work: {} };

describe("an arriving call", () => {
  it("waits while its offer was not accepted", () => {
    expect(mayAnswer({ offerId: "o1", interactionId: "i1" }, nothing)).toBe(false);
  });

  it("is answered when its offer was accepted here", () => {
    const picture = { ...nothing, acceptedOffers: new Set(["o1"]) };
    expect(mayAnswer({ offerId: "o1", interactionId: "i1" }, picture)).toBe(true);
    expect(mayAnswer({ offerId: "o2", interactionId: "i2" }, picture)).toBe(false);
  });

  it.each(["connecting", "talking", "held", "suspended"] as const)(
    "brings back the audio of work that is %s",
    (state) => {
      const picture = { ...nothing, work: { i1: aWork(state) } };
      expect(mayAnswer({ offerId: null, interactionId: "i1" }, picture)).toBe(true);
    },
  );

  it("is not answered for work in wrap-up, nor for other work", () => {
    expect(
      mayAnswer({ offerId: null, interactionId: "i1" }, { ...nothing, work: { i1: aWork("wrap_up") } }),
    ).toBe(false);
    expect(
      mayAnswer({ offerId: null, interactionId: "i2" }, { ...nothing, work: { i1: aWork("talking") } }),
    ).toBe(false);
  });

  it("is answered when one asked to listen, for just that listening", () => {
    const listening = { monitor_id: "c1.w1" } as Listening;
    const call = { offerId: null, interactionId: "c1", monitorId: "c1.w1" };
    expect(mayAnswer(call, nothing)).toBe(false);
    expect(mayAnswer(call, { ...nothing, listening })).toBe(true);
    expect(mayAnswer({ ...call, monitorId: "c1.w2" }, { ...nothing, listening })).toBe(false);
  });

  it("without any header is taken only when audio is missed", () => {
    expect(mayAnswer({ offerId: null, interactionId: null }, nothing)).toBe(false);
    expect(
      mayAnswer({ offerId: null, interactionId: null }, { ...nothing, work: { i1: aWork("suspended") } }),
    ).toBe(true);
  });
});

describe("the sound of a call", () => {
  it("is carried while its work needs it", () => {
    const call = { offerId: "o1", interactionId: "i1" };
    expect(isCarried(call, { work: { i1: aWork("held") } })).toBe(true);
    expect(isCarried(call, { work: { i1: aWork("wrap_up") } })).toBe(false);
    expect(isCarried(call, { work: { i2: aWork("talking") } })).toBe(false);
  });

  it("is carried while one listens to just that call", () => {
    const listening = { monitor_id: "c1.w1" } as Listening;
    const call = { offerId: null, interactionId: "c1", monitorId: "c1.w1" };
    expect(isCarried(call, { work: {}, listening })).toBe(true);
    expect(isCarried(call, { work: {} })).toBe(false);
  });

  it("is still carried when the listener joined the call, until it is over for them", () => {
    const call = { offerId: null, interactionId: "c1", monitorId: "c1.w1" };
    expect(isCarried(call, { work: { c1: aWork("talking") } })).toBe(true);
    expect(isCarried(call, { work: { c1: aWork("wrap_up") } })).toBe(false);
  });
});

describe("work with audio", () => {
  it("is a voice interaction that is not in wrap-up", () => {
    expect(findWorkWithAudio({ a: aWork("wrap_up"), b: aWork("talking", "chat") })).toBeUndefined();
    expect(findWorkWithAudio({ a: aWork("wrap_up"), b: aWork("held") })?.state).toBe("held");
  });
});
