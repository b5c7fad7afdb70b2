import { describe, expect, it } from "vitest";
import { type Known, stepsOf } from "./steps";

const record = (fields: object) => ({ id: "1", version: 1, name: "One", ...fields });
const NEW: Known = { queues: [], agents: [], flows: [], numbers: [], trunks: [], hasCall: false };
const done = (known: Known) =>
  stepsOf(known)
    .filter(({ isDone }) => isDone)
    .map(({ name }) => name);

describe("setting a centre up", () => {
  it("begins with nothing done", () => expect(done(NEW)).toEqual([]));

  it("counts an agent only who can sign in and serves a queue", () => {
    const queueless = record({ user_id: "u", queues: [] });
    const unknown = record({ user_id: null, queues: ["q"] });
    expect(done({ ...NEW, agents: [queueless, unknown] })).toEqual([]);
    expect(done({ ...NEW, agents: [record({ user_id: "u", queues: ["q"] })] })).toEqual(["agent"]);
  });

  it("counts no number that is switched off", () => {
    expect(done({ ...NEW, numbers: [record({ is_active: false })] })).toEqual([]);
    expect(done({ ...NEW, numbers: [record({ is_active: true })], hasCall: true })).toEqual([
      "number",
      "call",
    ]);
  });
});
