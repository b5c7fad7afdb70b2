/** The kinds of record whose effect is seen on the desk: results, questions, scripts, pages. */
import type { Field, Kind } from "./kind";

const NAME: Field = { key: "name", input: "text", isRequired: true, longest: 100 };
const QUEUES: Field = { key: "queues", input: "references", path: "/v1/queues" };

export const DESK_KINDS: readonly Kind[] = [
  {
    name: "dispositions",
    path: "/v1/dispositions",
    permission: "interactions.disposition",
    columns: ["name", "parent_id", "queues"],
    fields: [
      NAME,
      { key: "parent_id", input: "reference", path: "/v1/dispositions", isOptional: true },
      QUEUES,
    ],
    fresh: { name: "", parent_id: null, queues: [] },
  },
  {
    name: "wrap-up-forms",
    path: "/v1/wrap-up-forms",
    permission: "interactions.wrap_up_form",
    columns: ["name", "queues", "needs_disposition"],
    isWide: true,
    fields: [
      NAME,
      QUEUES,
      { key: "needs_disposition", input: "switch" },
      { key: "fields", input: "own", name: "questions" },
    ],
    fresh: { name: "", queues: [], needs_disposition: false, fields: [] },
  },
  {
    name: "scripts",
    path: "/v1/scripts",
    permission: "desktop.script",
    columns: ["name", "queues", "stages", "language"],
    fields: [
      NAME,
      { key: "text", input: "note", longest: 10_000, isRequired: true },
      QUEUES,
      { key: "stages", input: "choices", values: ["offer", "conversation", "wrap_up"], texts: "stage" },
      {
        key: "language",
        input: "choice",
        values: ["en", "zh-Hans", "zh-Hant", "yue"],
        texts: "spoken",
        isOptional: true,
      },
    ],
    fresh: { name: "", text: "", queues: [], stages: [], language: null },
  },
  {
    name: "screen-pops",
    path: "/v1/screen-pops",
    permission: "desktop.screen_pop",
    columns: ["name", "kind", "address", "queues"],
    fields: [
      NAME,
      { key: "kind", input: "choice", values: ["link", "panel"], texts: "pop_kind", isRequired: true },
      { key: "address", input: "text", longest: 2_000, isRequired: true },
      QUEUES,
      { key: "is_automatic", input: "switch" },
    ],
    fresh: { name: "", kind: "link", address: "", queues: [], is_automatic: true },
  },
  {
    name: "allowed-sites",
    path: "/v1/allowed-sites",
    permission: "desktop.site",
    columns: ["name", "origin"],
    fields: [NAME, { key: "origin", input: "text", longest: 2_000, isRequired: true }],
    fresh: { name: "", origin: "" },
  },
];
