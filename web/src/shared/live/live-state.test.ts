import { describe, expect, it } from "vitest";
import type { EntityName } from "./entity-map";
import {
  type Change,
  type Changes,
  EMPTY,
  fromSnapshot,
  type LiveState,
  receive,
  type Snapshot,
} from "./live-state";

const KINDS: EntityName[] = ["me", "offer", "work", "queue", "agent", "waiting"];

/** Numbers that look random and are the same on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

/** The server's side, as simple as can be: it holds the truth and numbers what changes. */
class Server {
  readonly truth: Record<string, Record<string, unknown>> = Object.fromEntries(
    KINDS.map((kind) => [kind, {}]),
  );
  sequence = 0;

  snapshot(): Snapshot {
    const entities = structuredClone(this.truth);
    return {
      kind: "snapshot",
      epoch: "e",
      sequence: this.sequence,
      server_time: "2026-01-05T12:00:00Z",
      entities,
    };
  }

  change(next: (below: number) => number): Changes {
    this.sequence += 1;
    const changes = Array.from({ length: 1 + next(4) }, (): Change => {
      const entity = KINDS[next(KINDS.length)] as EntityName;
      const id = `id${next(5)}`;
      const value = next(4) === 0 ? null : { id, at: this.sequence, word: next(1_000) };
      if (value === null) delete this.truth[entity]?.[id];
      else (this.truth[entity] as Record<string, unknown>)[id] = value;
      return { entity, id, value };
    });
    return structuredClone({ kind: "changes", sequence: this.sequence, changes });
  }
}

function taken(state: LiveState, message: Snapshot | Changes): LiveState {
  const next = receive(state, message);
  if (typeof next === "string") throw new Error(`not taken: ${next}`);
  return next;
}

/** What the page does with a frame: take it, pass over it, or fetch the picture anew. */
function followed(state: LiveState, message: Changes, server: Server): LiveState {
  const found = receive(state, message);
  if (found === "resync") return taken(state, server.snapshot());
  return found === "known" ? state : found;
}

describe("the live picture", () => {
  it.each([1, 2, 3, 5, 8, 13])("after any changes equals a fresh snapshot (seed %i)", (seed) => {
    const next = numbers(seed);
    const server = new Server();
    let state = taken(EMPTY, server.snapshot());
    for (let step = 0; step < 300; step += 1) {
      state = taken(state, server.change(next));
      expect(state).toEqual(fromSnapshot(server.snapshot()));
    }
  });

  it.each([1, 2, 3])("comes right again when frames are lost or repeated (seed %i)", (seed) => {
    const next = numbers(seed);
    const server = new Server();
    let state = taken(EMPTY, server.snapshot());
    for (let step = 0; step < 300; step += 1) {
      const message = server.change(next);
      const arrivals = next(10) === 0 ? 0 : 1 + next(2);
      for (let copy = 0; copy < arrivals; copy += 1) state = followed(state, message, server);
    }
    expect(taken(state, server.snapshot())).toEqual(fromSnapshot(server.snapshot()));
    const last = receive(state, server.change(next));
    expect(last === "resync" || (last as LiveState).sequence === server.sequence).toBe(true);
  });

  it("is not changed by a frame that skips a number", () => {
    const server = new Server();
    const state = taken(EMPTY, server.snapshot());
    expect(receive(state, { kind: "changes", sequence: 2, changes: [] })).toBe("resync");
  });

  it("is not changed by a frame of another epoch", () => {
    const state = taken(EMPTY, new Server().snapshot());
    expect(receive(state, { kind: "changes", epoch: "other", sequence: 1, changes: [] })).toBe("resync");
  });

  it("asks for a snapshot when changes come first", () => {
    expect(receive(EMPTY, { kind: "changes", sequence: 1, changes: [] })).toBe("resync");
  });

  it("keeps the maps that did not change, so that nothing renders for nothing", () => {
    const state = taken(EMPTY, new Server().snapshot());
    const changes: Change[] = [{ entity: "queue", id: "q", value: { id: "q" } }];
    const after = taken(state, { kind: "changes", sequence: 1, changes });
    expect(after.entities.agent).toBe(state.entities.agent);
    expect(after.entities.queue).not.toBe(state.entities.queue);
  });

  it("passes over entities that this page does not know", () => {
    const state = taken(EMPTY, new Server().snapshot());
    const changes: Change[] = [{ entity: "weather", id: "w", value: {} }];
    expect(taken(state, { kind: "changes", sequence: 1, changes }).entities).toEqual(state.entities);
  });
});
