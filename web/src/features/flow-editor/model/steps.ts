/** Steps of a flow as data: their fields, and what renaming or removing one means. Pure. */

export const STEP_KINDS = [
  "say",
  "menu",
  "digits",
  "hours",
  "set",
  "queue",
  "call_back",
  "outside",
  "voicemail",
  "return",
  "hang_up",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface Step extends Record<string, unknown> {
  kind: StepKind;
}

export type Steps = Readonly<Record<string, Step>>;

/** The fields of a kind, in the order they are shown. */
export type StepField =
  | { key: string; input: "texts" | "choices" | "labels" | "skills" | "switch" | "languages" }
  | { key: string; input: "text"; isOptional?: boolean }
  | { key: string; input: "target"; isOptional?: boolean }
  | { key: string; input: "number"; least: number; most: number; isOptional?: boolean }
  | { key: string; input: "reference"; path: string; isOptional?: boolean };

export const STEP_FIELDS: Readonly<Record<StepKind, readonly StepField[]>> = {
  say: [
    { key: "text", input: "texts" },
    { key: "languages", input: "languages" },
    { key: "next", input: "target" },
  ],
  menu: [
    { key: "text", input: "texts" },
    { key: "languages", input: "languages" },
    { key: "choices", input: "choices" },
    { key: "otherwise", input: "target" },
    { key: "timeout_s", input: "number", least: 1, most: 60 },
    { key: "attempts", input: "number", least: 1, most: 10 },
    { key: "set", input: "text", isOptional: true },
    { key: "name", input: "text" },
    { key: "labels", input: "labels" },
  ],
  digits: [
    { key: "text", input: "texts" },
    { key: "languages", input: "languages" },
    { key: "key", input: "text" },
    { key: "name", input: "text" },
    { key: "least", input: "number", least: 1, most: 40 },
    { key: "most", input: "number", least: 1, most: 40 },
    { key: "is_secret", input: "switch" },
    { key: "next", input: "target" },
    { key: "otherwise", input: "target" },
    { key: "timeout_s", input: "number", least: 1, most: 60 },
    { key: "attempts", input: "number", least: 1, most: 10 },
  ],
  hours: [
    { key: "hours_id", input: "reference", path: "/v1/opening-hours" },
    { key: "open", input: "target" },
    { key: "closed", input: "target" },
  ],
  set: [
    { key: "key", input: "text" },
    { key: "value", input: "text" },
    { key: "next", input: "target" },
  ],
  queue: [
    { key: "queue_id", input: "reference", path: "/v1/queues" },
    { key: "priority", input: "number", least: 0, most: 9, isOptional: true },
    { key: "skills", input: "skills" },
    { key: "announce_position", input: "switch" },
    { key: "overflow_s", input: "number", least: 1, most: 86_400, isOptional: true },
    { key: "overflow", input: "target", isOptional: true },
  ],
  call_back: [
    { key: "queue_id", input: "reference", path: "/v1/queues" },
    { key: "refused", input: "target" },
  ],
  outside: [
    { key: "number", input: "text" },
    { key: "refused", input: "target" },
  ],
  voicemail: [
    { key: "text", input: "texts" },
    { key: "max_s", input: "number", least: 5, most: 600 },
    { key: "box_id", input: "reference", path: "/v1/voicemail-boxes", isOptional: true },
    { key: "next", input: "target", isOptional: true },
  ],
  return: [],
  hang_up: [],
};

const FRESH: Readonly<Record<StepKind, Record<string, unknown>>> = {
  say: { text: { en: "" }, next: "" },
  menu: {
    text: { en: "" },
    choices: {},
    otherwise: "",
    timeout_s: 5,
    attempts: 3,
    set: null,
    name: "",
    labels: {},
  },
  digits: {
    text: { en: "" },
    key: "",
    name: "",
    least: 1,
    most: 20,
    is_secret: false,
    next: "",
    otherwise: "",
    timeout_s: 5,
    attempts: 3,
  },
  hours: { hours_id: "", open: "", closed: "" },
  set: { key: "", value: "", next: "" },
  queue: {
    queue_id: "",
    priority: null,
    skills: {},
    announce_position: true,
    overflow_s: null,
    overflow: null,
  },
  call_back: { queue_id: "", refused: "" },
  outside: { number: "", refused: "" },
  voicemail: { text: { en: "" }, max_s: 120, box_id: null, next: null },
  return: {},
  hang_up: {},
};

function freeId(steps: Steps, kind: StepKind): string {
  if (!(kind in steps)) return kind;
  let count = 2;
  while (`${kind}_${count}` in steps) count += 1;
  return `${kind}_${count}`;
}

export function addStep(steps: Steps, kind: StepKind): { steps: Steps; id: string } {
  const id = freeId(steps, kind);
  return { id, steps: { ...steps, [id]: { kind, ...structuredClone(FRESH[kind]) } } };
}

function withTargets(step: Step, change: (target: string) => string): Step {
  const next: Step = { ...step };
  for (const field of STEP_FIELDS[step.kind]) {
    const value = step[field.key];
    if (field.input === "target" && typeof value === "string") next[field.key] = change(value);
    if (field.input === "choices" && value !== null && typeof value === "object") {
      next[field.key] = Object.fromEntries(
        Object.entries(value as Record<string, string>).map(([digit, to]) => [digit, change(to)]),
      );
    }
  }
  return next;
}

/** Rename a step and every way that leads to it. The order of the steps stays. */
export function renameStep(steps: Steps, from: string, to: string): Steps {
  if (from === to || to === "" || to in steps) return steps;
  return Object.fromEntries(
    Object.entries(steps).map(([id, step]) => [
      id === from ? to : id,
      withTargets(step, (target) => (target === from ? to : target)),
    ]),
  );
}

/** The changed step among the others; a digit that leads nowhere any more loses its meaning. */
export function changeStep(steps: Steps, id: string, step: Step): Steps {
  const { choices, labels } = step as Partial<Record<string, Record<string, string>>>;
  if (!choices || !labels) return { ...steps, [id]: step };
  const kept = Object.entries(labels).filter(([digit]) => digit in choices);
  return { ...steps, [id]: { ...step, labels: Object.fromEntries(kept) } };
}

export function removeStep(steps: Steps, id: string): Steps {
  return Object.fromEntries(Object.entries(steps).filter(([other]) => other !== id));
}

/** A step said in a few words, for the closed card. */
export function summary(step: Step): string {
  const texts = step["text"];
  if (texts !== null && typeof texts === "object") {
    return Object.values(texts as Record<string, string>).find((text) => text !== "") ?? "";
  }
  if (step.kind === "set") return `${String(step["key"])} = ${String(step["value"])}`;
  return "";
}
