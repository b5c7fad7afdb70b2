/** What pages take from their addresses: only what could have been written by us. */
import type { AuditWanted } from "@/features/audit/audit-filters";
import type { Filters as InteractionFilters } from "@/features/interactions/interaction-filters";

type Search = Record<string, unknown>;

const dayIn = ({ day }: Search): { day?: string } =>
  typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) ? { day } : {};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

/** An instant says by itself which day it belongs to. */
export function instantIn(search: Search): { at?: string; day?: string } {
  const { at } = search;
  const isOne = typeof at === "string" && INSTANT.test(at) && !Number.isNaN(Date.parse(at));
  return isOne ? { at } : dayIn(search);
}

export const weekIn = (search: Search): { day?: string; team?: string } => ({
  ...dayIn(search),
  ...(typeof search["team"] === "string" ? { team: search["team"] } : {}),
});

/** Only paths of our own: "//elsewhere" would leave the origin. */
export const nextIn = ({ next }: Search): { next?: string } =>
  typeof next === "string" && /^\/(?!\/)/.test(next) ? { next } : {};

export const mapIn = ({ map }: Search): { map?: string } => (typeof map === "string" ? { map } : {});

/** The record whose form is open. */
export const recordIn = ({ record }: Search): { record?: string } =>
  typeof record === "string" ? { record } : {};

const INTERACTION_KEYS = ["q", "queue", "agent", "outcome", "direction", "ticket", "from", "to"];

export const interactionsIn = (search: Search): InteractionFilters => given(search, INTERACTION_KEYS);

export const auditIn = (search: Search): AuditWanted => given(search, ["topic", "user", "from", "to"]);

function given(search: Search, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (search[key] ? [[key, String(search[key])]] : [])));
}
