import { describe, expect, it } from "vitest";
import { dayOf } from "@/shared/time/start-of-day";
import { busyPart, instantOf, spanOf, within } from "./instants";

const BEGIN = "2026-11-22T00:00:00.000Z";
const at = (iso: string) => Date.parse(iso);

describe("the instants of a day", () => {
  it("run to its end, or to now", () => {
    expect(spanOf(BEGIN, at("2026-11-30T00:00:00Z"))?.last).toBe(at("2026-11-22T23:59:50Z"));
    expect(spanOf(BEGIN, at("2026-11-22T05:00:07Z"))?.last).toBe(at("2026-11-22T05:00:00Z"));
  });

  it("are none on a day to come or on no day", () => {
    expect(spanOf(BEGIN, at("2026-11-21T05:00:00Z"))).toBeNull();
    expect(spanOf(undefined, 0)).toBeNull();
  });

  it("are whole steps, and nothing outside the day", () => {
    const span = { first: at(BEGIN), last: at("2026-11-22T05:00:00Z") };
    expect(within(span, at("2026-11-22T01:00:04Z"))).toBe(at("2026-11-22T01:00:00Z"));
    expect(within(span, at("2026-11-22T09:00:00Z"))).toBe(span.last);
    expect(within(span, 0)).toBe(span.first);
  });

  it("worth looking at begin shortly before anybody was there", () => {
    const span = { first: at(BEGIN), last: at("2026-11-22T12:00:00Z") };
    const nobody = { at: "2026-11-22T00:01:00Z", waiting: 0, ready: 0, busy: 0 };
    const first = { at: "2026-11-22T08:57:00Z", waiting: 0, ready: 1, busy: 0 };
    expect(busyPart(span, [nobody, first])).toEqual({ first: at("2026-11-22T08:55:00Z"), last: span.last });
    expect(busyPart(span, [nobody])).toEqual(span);
  });

  it("are never just before what happened", () => {
    expect(instantOf("2026-11-22T10:00:05.267280Z")).toBe(at("2026-11-22T10:00:05.268Z"));
    expect(instantOf("2026-11-22T10:00:05.267000Z")).toBe(at("2026-11-22T10:00:05.267Z"));
    expect(instantOf("2026-11-22T10:00:05Z")).toBe(at("2026-11-22T10:00:05Z"));
  });

  it("belong to a day as a date field writes it", () => {
    expect(dayOf(new Date(2026, 2, 5, 23, 59))).toBe("2026-03-05");
  });
});
