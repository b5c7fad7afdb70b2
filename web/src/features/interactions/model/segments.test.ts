import { describe, expect, it } from "vitest";
import { extent, share, spanOf } from "./segments";

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString();
const waiting = { started_at: at(0), ended_at: at(30) };
const talk = { started_at: at(30), ended_at: at(40) };

describe("the segments of an interaction", () => {
  it("are drawn to scale, one after another", () => {
    const whole = extent([waiting, talk]);
    expect(share(waiting, whole)).toEqual({ left: "0.000%", width: "max(3px, calc(75.000% - 2px))" });
    expect(share(talk, whole)).toEqual({ left: "75.000%", width: "max(3px, calc(25.000% - 2px))" });
  });

  it("that still last end now", () => {
    const begun = new Date(Date.now() - 5_000).toISOString();
    expect(spanOf({ started_at: begun, ended_at: null })).toBeGreaterThanOrEqual(5_000);
  });
});
