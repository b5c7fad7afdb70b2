/** Reads from the live picture. A component re-renders only when what it reads has changed. */
import { useMemo, useSyncExternalStore } from "react";
import type { Me } from "./entities";
import type { Entities, EntityMap, EntityName } from "./entity-map";
import { type LiveStatus, liveConnection } from "./live-connection";

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(liveConnection.subscribe, () => liveConnection.read().status);
}

/** True once a snapshot has come, so an empty list means "none" and not "not yet". */
export function useHasSnapshot(): boolean {
  return useSyncExternalStore(liveConnection.subscribe, () => liveConnection.read().state.sequence >= 0);
}

export function useEntities<E extends EntityName>(name: E): EntityMap<E> {
  return useSyncExternalStore(liveConnection.subscribe, () => liveConnection.read().state.entities[name]);
}

/** All entities of a kind in an order of their own; `order` must be a constant function. */
export function useEntityList<E extends EntityName>(
  name: E,
  order: (one: Entities[E], other: Entities[E]) => number,
): Entities[E][] {
  const map = useEntities(name);
  return useMemo(() => (Object.values(map) as Entities[E][]).sort(order), [map, order]);
}

export function useMe(): Me | undefined {
  return useEntities("me")["me"];
}
