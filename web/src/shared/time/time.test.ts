import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clockText } from "./spans";

describe("a span of time", () => {
  it.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [750, "12:30"],
    [3_723, "1:02:03"],
    [-5, "0:00"],
  ])("of %d seconds reads %s", (seconds, text) => expect(clockText(seconds)).toBe(text));
});

describe("the server's clock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-01-05T12:00:00Z") });
    vi.resetModules();
  });
  afterEach(() => vi.useRealTimers());

  const error = (now: number, truth: string) => Math.abs(now - Date.parse(truth));

  it("is the server's, however wrong the machine's own clock is", async () => {
    const { learnServerTime, serverNow } = await import("./server-clock");
    learnServerTime("2026-01-05T12:05:00.000Z", 40);
    expect(error(serverNow(), "2026-01-05T12:05:00.020Z")).toBeLessThan(1);
    vi.advanceTimersByTime(10_000);
    expect(error(serverNow(), "2026-01-05T12:05:10.020Z")).toBeLessThan(1);
  });

  it("believes the quickest answer", async () => {
    const { learnServerTime, serverNow } = await import("./server-clock");
    learnServerTime("2026-01-05T12:00:00.000Z", 10);
    learnServerTime("2026-01-05T12:00:00.000Z", 400);
    expect(error(serverNow(), "2026-01-05T12:00:00.005Z")).toBeLessThan(1);
  });

  it("takes an unasked message as it is, until a better one comes", async () => {
    const { learnServerTime, serverNow } = await import("./server-clock");
    learnServerTime("2026-01-05T12:01:00.000Z", 0, 3_000);
    expect(error(serverNow(), "2026-01-05T12:01:00.000Z")).toBeLessThan(1);
    learnServerTime("2026-01-05T12:01:00.500Z", 20);
    expect(error(serverNow(), "2026-01-05T12:01:00.510Z")).toBeLessThan(1);
  });

  it("follows when the machine's clock is set", async () => {
    const { learnServerTime, serverNow } = await import("./server-clock");
    learnServerTime("2026-01-05T12:00:00.000Z", 10);
    learnServerTime("2026-01-05T13:00:00.000Z", 100);
    expect(error(serverNow(), "2026-01-05T13:00:00.050Z")).toBeLessThan(1);
  });
});
