/**
 * The kinds of configuration record, as data: what they are made of, where they live.
 *
 * One page and one form serve them all. A new kind is an entry here, its texts, and nothing else;
 * the tests compare the entries with the server's interface and with the texts.
 */

import { DESK_KINDS } from "./desk-kinds";
import type { Field, Kind, KindName } from "./kind";

const NAME: Field = { key: "name", input: "text", isRequired: true, longest: 100 };
const LANGUAGE_TEXTS = "spoken";

export const KINDS: readonly Kind[] = [
  {
    name: "queues",
    path: "/v1/queues",
    permission: "routing.queue",
    columns: ["name", "required_skills", "priority", "service_level_s", "wrap_up_s"],
    fields: [
      NAME,
      { key: "required_skills", input: "levels", path: "/v1/skills" },
      { key: "priority", input: "number", least: 0, most: 9 },
      { key: "offer_timeout_s", input: "number", least: 5, most: 120, unit: "seconds" },
      { key: "wrap_up_s", input: "number", least: 0, most: 3600, unit: "seconds" },
      { key: "wrap_up_extension_s", input: "number", least: 10, most: 3600, unit: "seconds" },
      { key: "wrap_up_extensions", input: "number", least: 0, most: 20 },
      { key: "service_level_s", input: "number", least: 1, most: 3600, unit: "seconds" },
      { key: "short_abandon_s", input: "number", least: 0, most: 600, unit: "seconds" },
      { key: "missed_offers_limit", input: "number", least: 1, most: 20 },
      {
        key: "unblocked_by",
        input: "choice",
        values: ["agent", "supervisor"],
        texts: "unblocked_by",
      },
      { key: "music", input: "own", name: "music", isRequired: true },
      { key: "hours_id", input: "reference", path: "/v1/opening-hours", isOptional: true },
      { key: "when_closed", input: "own", name: "overflow" },
      { key: "agent_choice", input: "own", name: "agent_choice", part: "choosing" },
      { key: "choice_weights", input: "own", name: "choice_weights" },
      { key: "offers_at_once", input: "number", least: 1, most: 50 },
      { key: "group_misses_count", input: "switch" },
      { key: "match_language", input: "switch" },
      {
        key: "preferred_agent",
        input: "choice",
        values: ["nobody", "own_agent", "own_or_last_agent", "last_agent"],
        texts: "preferred_agent",
      },
      { key: "preferred_team_id", input: "reference", path: "/v1/teams", isOptional: true },
      { key: "preferred_wait_s", input: "number", least: 0, most: 3600, unit: "seconds" },
      {
        key: "order_by",
        input: "choice",
        values: ["arrival", "service_level"],
        texts: "order_by",
        part: "order",
      },
      { key: "priority_step_s", input: "number", least: 0, most: 3600, unit: "seconds" },
      { key: "vip_step_s", input: "number", least: 0, most: 3600, unit: "seconds" },
      { key: "share_percent", input: "number", least: 1, most: 100, unit: "percent", isOptional: true },
      { key: "relaxation", input: "own", name: "relaxation", part: "relaxation" },
      { key: "waiting", input: "own", name: "waiting_room", part: "waiting_room" },
    ],
    isWide: true,
    carried: ["alternative_skills"],
    fresh: {
      name: "",
      required_skills: {},
      priority: 0,
      offer_timeout_s: 20,
      wrap_up_s: 30,
      service_level_s: 20,
      short_abandon_s: 5,
      offers_at_once: 1,
      group_misses_count: true,
      missed_offers_limit: 1,
      unblocked_by: "agent",
      wrap_up_extension_s: 60,
      wrap_up_extensions: 0,
      music: "default",
      agent_choice: "longest_ready",
      choice_weights: null,
      match_language: false,
      preferred_agent: "nobody",
      preferred_team_id: null,
      preferred_wait_s: 0,
      hours_id: null,
      when_closed: null,
      order_by: "arrival",
      priority_step_s: 60,
      vip_step_s: 60,
      share_percent: null,
      relaxation: [],
      waiting: {},
      alternative_skills: [],
    },
  },
  {
    name: "agents",
    path: "/v1/agents",
    permission: "agents.agent",
    columns: ["name", "user_id", "queues", "skills", "phone_kind"],
    fields: [
      NAME,
      { key: "user_id", input: "reference", path: "/v1/users", isOptional: true },
      { key: "queues", input: "references", path: "/v1/queues" },
      { key: "skills", input: "levels", path: "/v1/skills" },
      { key: "phone_kind", input: "choice", values: ["browser", "sip"], texts: "phone_kind" },
      { key: "extension", input: "text", longest: 20, pattern: /^[0-9]*$/ },
      { key: "teams", input: "references", path: "/v1/teams" },
      {
        key: "languages",
        input: "choices",
        values: ["en", "zh-Hans", "zh-Hant", "yue"],
        texts: LANGUAGE_TEXTS,
        part: "preferences",
      },
      { key: "queue_head_starts", input: "own", name: "head_starts" },
    ],
    carried: ["capacity"],
    fresh: {
      name: "",
      user_id: null,
      queues: [],
      skills: {},
      phone_kind: "browser",
      extension: "",
      languages: [],
      queue_head_starts: {},
      capacity: {},
      teams: [],
    },
  },
  {
    name: "teams",
    path: "/v1/teams",
    permission: "agents.team",
    columns: ["name", "supervisors"],
    fields: [NAME, { key: "supervisors", input: "references", path: "/v1/users" }],
    fresh: { name: "", supervisors: [] },
  },
  {
    name: "users",
    path: "/v1/users",
    permission: "identity.user",
    columns: ["name", "login", "roles", "is_active"],
    fields: [
      NAME,
      { key: "login", input: "text", isRequired: true, longest: 100 },
      { key: "password", input: "password", isRequired: true, isNewOnly: true },
      {
        key: "roles",
        input: "choices",
        values: ["agent", "supervisor", "admin"],
        texts: "role",
        isRequired: true,
      },
      {
        key: "language",
        input: "choice",
        values: ["browser", "en", "zh-Hans", "zh-Hant"],
        texts: LANGUAGE_TEXTS,
      },
      { key: "is_active", input: "switch" },
    ],
    fresh: { name: "", login: "", roles: ["agent"], language: "browser", is_active: true },
  },
  {
    name: "skills",
    path: "/v1/skills",
    permission: "agents.skill",
    columns: ["name"],
    fields: [NAME],
    fresh: { name: "" },
  },
  {
    name: "entry-points",
    path: "/v1/entry-points",
    permission: "telephony.entry_point",
    columns: ["name", "number", "flow_id", "language", "is_active"],
    fields: [
      NAME,
      { key: "number", input: "text", isRequired: true, longest: 40 },
      { key: "flow_id", input: "reference", path: "/v1/flows", isRequired: true },
      {
        key: "language",
        input: "choice",
        values: ["en", "zh-Hans", "zh-Hant", "yue"],
        texts: LANGUAGE_TEXTS,
      },
      { key: "is_active", input: "switch" },
    ],
    fresh: { name: "", number: "", language: "en", is_active: true },
  },
  {
    name: "flows",
    path: "/v1/flows",
    permission: "flows.flow",
    columns: ["name", "start", "steps"],
    isWide: true,
    fields: [
      NAME,
      { key: "start", input: "own", name: "flow_start", isRequired: true },
      { key: "for_agents", input: "switch" },
      { key: "steps", input: "own", name: "flow_steps", isRequired: true },
    ],
    fresh: { name: "", start: "end", for_agents: false, steps: { end: { kind: "hang_up" } } },
  },
  {
    name: "opening-hours",
    path: "/v1/opening-hours",
    permission: "flows.opening_hours",
    columns: ["name", "timezone", "weekly", "holidays"],
    fields: [
      NAME,
      { key: "timezone", input: "timezone", isRequired: true },
      { key: "weekly", input: "weekly" },
      { key: "holidays", input: "holidays" },
    ],
    fresh: {
      name: "",
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      weekly: [0, 1, 2, 3, 4].map((day) => ({ day, opens: "09:00", closes: "18:00" })),
      holidays: [],
    },
  },
  {
    name: "trunks",
    path: "/v1/trunks",
    permission: "telephony.trunk",
    columns: ["name", "host", "port", "transport", "registers"],
    fields: [
      NAME,
      { key: "host", input: "text", isRequired: true, longest: 253 },
      { key: "port", input: "number", least: 1, most: 65535 },
      { key: "transport", input: "choice", values: ["udp", "tcp", "tls"], texts: "transport" },
      { key: "srtp", input: "choice", values: ["off", "optional", "required"], texts: "srtp" },
      { key: "addresses", input: "lines" },
      { key: "registers", input: "switch" },
      { key: "username", input: "text", longest: 100 },
      { key: "secret", input: "password" },
      {
        key: "codecs",
        input: "choices",
        values: ["ulaw", "alaw", "g722", "opus"],
        texts: "codec",
        isRequired: true,
      },
    ],
    fresh: {
      name: "",
      host: "",
      port: 5060,
      transport: "udp",
      srtp: "off",
      addresses: [],
      username: "",
      registers: false,
      codecs: ["ulaw", "alaw", "g722"],
    },
  },
  ...DESK_KINDS,
  {
    name: "reason-codes",
    path: "/v1/reason-codes",
    permission: "agents.reason_code",
    columns: ["name"],
    fields: [NAME],
    fresh: { name: "" },
  },
  {
    name: "customers",
    path: "/v1/customers",
    permission: "customers.customer",
    columns: ["name", "numbers", "vip_level", "segment", "language"],
    fields: [
      { ...NAME, longest: 200 },
      { key: "numbers", input: "lines" },
      {
        key: "language",
        input: "choice",
        values: ["en", "zh-Hans", "zh-Hant", "yue"],
        texts: LANGUAGE_TEXTS,
        isOptional: true,
      },
      { key: "vip_level", input: "number", least: 0, most: 9 },
      { key: "segment", input: "text", longest: 40 },
      { key: "agent_id", input: "reference", path: "/v1/agents", isOptional: true },
      { key: "note", input: "note", longest: 10_000 },
    ],
    fresh: { name: "", numbers: [], language: null, vip_level: 0, segment: "", note: "" },
  },
];

export function findKind(name: string): Kind | undefined {
  return KINDS.find((kind) => kind.name === name);
}

/** What keeps its versions and can be changed at a time to come; data of people does neither. */
export function isConfiguration(kind: Kind): boolean {
  return kind.name !== "users" && kind.name !== "customers";
}

/** The texts of a kind stand under its name with underscores. */
export function textKey(kind: KindName): string {
  return kind.replaceAll("-", "_");
}
