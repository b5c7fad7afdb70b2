/**
 * The live picture: a snapshot, then numbered changes. Pure; policy in `receive`.
 *
 * A change that does not follow the last one, or one from before any snapshot, is not applied:
 * the answer is "resync", and the old picture stays on screen until the new snapshot is there.
 */
import type { EntityMap, EntityName } from "./entity-map";

export interface LiveState {
  readonly epoch: string;
  readonly sequence: number;
  readonly entities: Readonly<{ [E in EntityName]: EntityMap<E> }>;
}

export interface Snapshot {
  kind: "snapshot";
  epoch: string;
  sequence: number;
  server_time: string;
  entities: Partial<Record<string, Record<string, unknown>>>;
}

export interface Change {
  entity: string;
  id: string;
  value: unknown;
}
export interface Changes {
  kind: "changes";
  epoch?: string;
  sequence: number;
  changes: Change[];
}

export type Received = LiveState | "resync" | "known";

const NONE = Object.freeze({});

export const EMPTY: LiveState = {
  epoch: "",
  sequence: -1,
  entities: {
    me: NONE,
    offer: NONE,
    work: NONE,
    queue: NONE,
    agent: NONE,
    waiting: NONE,
    parked: NONE,
    parked_call: NONE,
    trunk: NONE,
    emergency: NONE,
    thread: NONE,
    hand: NONE,
    listening: NONE,
    watched: NONE,
    task: NONE,
    plan: NONE,
    notice: NONE,
    wallboard: NONE,
    tile: NONE,
  },
};

function isEntity(name: string): name is EntityName {
  return name in EMPTY.entities;
}

export function fromSnapshot(message: Snapshot): LiveState {
  const entities: Record<string, unknown> = { ...EMPTY.entities };
  for (const [name, values] of Object.entries(message.entities)) {
    if (isEntity(name)) entities[name] = values ?? NONE;
  }
  return {
    epoch: message.epoch,
    sequence: message.sequence,
    entities: entities as LiveState["entities"],
  };
}

function withChanges(state: LiveState, changes: readonly Change[]): LiveState["entities"] {
  const entities: Record<string, Record<string, unknown>> = { ...state.entities };
  const copied = new Set<string>();
  for (const { entity, id, value } of changes) {
    if (!isEntity(entity)) continue;
    if (!copied.has(entity)) {
      entities[entity] = { ...entities[entity] };
      copied.add(entity);
    }
    const values = entities[entity] as Record<string, unknown>;
    if (value === null) delete values[id];
    else values[id] = value;
  }
  return entities as LiveState["entities"];
}

export function receive(state: LiveState, message: Snapshot | Changes): Received {
  if (message.kind === "snapshot") return fromSnapshot(message);
  if (state.sequence < 0) return "resync";
  if (message.epoch !== undefined && message.epoch !== state.epoch) return "resync";
  if (message.sequence <= state.sequence) return "known";
  if (message.sequence !== state.sequence + 1) return "resync";
  return { ...state, sequence: message.sequence, entities: withChanges(state, message.changes) };
}
