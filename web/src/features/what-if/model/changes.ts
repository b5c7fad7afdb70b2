/** What is different about an agent or a queue, one thing a change, as the form holds it. Pure. */
import type { GetWhatIfResponse, StartWhatIfData } from "@/shared/api/generated/types.gen";
import type { StoredRecord } from "@/shared/api/records";

type Plan = NonNullable<StartWhatIfData["body"]["plan"]>;
export type Told = GetWhatIfResponse["plan"];
export type AgentChange = NonNullable<Plan["agents"]>[number];
export type QueueChange = NonNullable<Plan["queues"]>[number];
export type Subject = "agents" | "queues";

/** Of a level null: without it. */
export type Value = number | string | boolean | null;

/** `what` is `skill:` or `queue:` with an id, `more`, or the name of a queue's setting. */
export interface Change {
  whom: string;
  what: string;
  value: Value;
}

export interface Draft {
  whom: string | null;
  what: string | null;
  value: Value | undefined;
}

export interface Changes {
  made: Change[];
  draft: Draft | null;
}

export const NO_CHANGES: Changes = { made: [], draft: null };
export const FRESH_DRAFT: Draft = { whom: null, what: null, value: undefined };

export const THRESHOLDS = [
  "service_level_s",
  "short_abandon_s",
  "offer_timeout_s",
  "priority_step_s",
] as const;
export const CHOICES = {
  // Points cannot be asked for here: they belong to a queue's own settings.
  agent_choice: [
    "longest_ready",
    "longest_idle",
    "round_robin",
    "least_occupied",
    "highest_level",
    "fewest_handled",
  ],
  order_by: ["arrival", "service_level", "ratio"],
} as const;
const RANGES: Record<string, readonly [number, number]> = {
  service_level_s: [1, 3600],
  short_abandon_s: [0, 600],
  offer_timeout_s: [5, 120],
  priority_step_s: [0, 3600],
  ratio_weight: [1, 10_000],
  more: [1, 200],
};

export type Kind = "skill" | "queue" | "yes" | "agent_choice" | "order_by" | "number";

export function kindOf(what: string): Kind {
  const [head] = what.split(":");
  if (head === "skill" || head === "queue") return head;
  if (what === "agent_choice" || what === "order_by") return what;
  return what === "match_language" ? "yes" : "number";
}

export const idIn = (what: string): string => what.slice(what.indexOf(":") + 1);

/** How it stands now; undefined where there is nothing to stand. */
export function standing(record: StoredRecord | undefined, what: string): Value | undefined {
  const kind = kindOf(what);
  const list = (key: string) => record?.[key] as string[] | undefined;
  if (kind === "queue") return list("queues")?.includes(idIn(what)) ?? false;
  if (kind === "skill") {
    const levels = (record?.["skills"] ?? record?.["required_skills"]) as Record<string, number> | undefined;
    return levels?.[idIn(what)] ?? null;
  }
  return record?.[what] as Value | undefined;
}

/** What there is but one other answer to is chosen with the thing itself. */
export function firstValue(what: string, now: Value | undefined): Value | undefined {
  const kind = kindOf(what);
  return kind === "queue" || kind === "yes" ? !now : undefined;
}

export type Wrong = { is: "missing" } | { is: "same" } | { is: "beyond"; first: number; second: number };

/** What is wrong with a value, if anything is. */
export function wrongWith(what: string, value: Value | undefined, now: Value | undefined): Wrong | null {
  const range = RANGES[what];
  const isMissing = value === undefined || (value === null && kindOf(what) !== "skill");
  if (isMissing) return { is: "missing" };
  if (range && (!Number.isInteger(value) || Number(value) < range[0] || Number(value) > range[1]))
    return { is: "beyond", first: range[0], second: range[1] };
  return value === now ? { is: "same" } : null;
}

const isSame = (one: Change, other: Change) => one.whom === other.whom && one.what === other.what;

/** A second word about the same thing takes the place of the first. */
export function withChange(made: readonly Change[], change: Change): Change[] {
  const place = made.findIndex((one) => isSame(one, change));
  return place < 0 ? [...made, change] : made.with(place, change);
}

function grouped(made: readonly Change[]): [string, Change[]][] {
  const whoms = [...new Set(made.map(({ whom }) => whom))];
  return whoms.map((whom) => [whom, made.filter((one) => one.whom === whom)]);
}

function named(made: readonly Change[], kind: Kind): Record<string, Value> {
  const some = made.filter(({ what }) => kindOf(what) === kind);
  return Object.fromEntries(some.map(({ what, value }) => [idIn(what), value]));
}

export function agentChangesOf(made: readonly Change[]): AgentChange[] {
  return grouped(made.filter(({ what }) => what !== "more")).map(([agent_id, all]) => ({
    agent_id,
    skills: named(all, "skill") as Record<string, number | null>,
    queues: named(all, "queue") as Record<string, boolean>,
  }));
}

export function moreOf(made: readonly Change[]) {
  return made
    .filter(({ what }) => what === "more")
    .map(({ whom, value }) => ({ like: whom, count: Number(value) }));
}

export function queueChangesOf(made: readonly Change[]): QueueChange[] {
  return grouped(made).map(([queue_id, all]) => {
    const levels = named(all, "skill") as Record<string, number | null>;
    const settings = all.filter(({ what }) => kindOf(what) !== "skill");
    return {
      queue_id,
      ...Object.fromEntries(settings.map(({ what, value }) => [what, value])),
      ...(Object.keys(levels).length ? { required_skills: levels } : {}),
    };
  });
}

function made(whom: string, kind: "skill" | "queue", values: Record<string, Value> = {}): Change[] {
  return Object.entries(values).map(([id, value]) => ({ whom, what: `${kind}:${id}`, value }));
}

/** What a plan says about agents, one thing a change. */
export function agentsMadeOf({ agents = [], more = [] }: Told): Change[] {
  return [
    ...agents.flatMap(({ agent_id, skills, queues }) => [
      ...made(agent_id, "skill", skills),
      ...made(agent_id, "queue", queues),
    ]),
    ...more.map(({ like, count }) => ({ whom: like, what: "more", value: count })),
  ];
}

/** What a plan says about queues, one thing a change. */
export function queuesMadeOf({ queues = [] }: Told): Change[] {
  return queues.flatMap(({ queue_id, required_skills, ...settings }) => [
    ...Object.entries(settings).flatMap(([what, value]) =>
      value === null || value === undefined ? [] : [{ whom: queue_id, what, value }],
    ),
    ...made(queue_id, "skill", required_skills),
  ]);
}
