/** What a kind of configuration record is made of. */

export type KindName =
  | "users"
  | "skills"
  | "queues"
  | "agents"
  | "teams"
  | "voicemail-boxes"
  | "reason-codes"
  | "dispositions"
  | "wrap-up-forms"
  | "scripts"
  | "screen-pops"
  | "allowed-sites"
  | "opening-hours"
  | "flows"
  | "entry-points"
  | "call-buttons"
  | "trunks"
  | "customers";

export type FieldInput =
  | { input: "text"; longest?: number; pattern?: RegExp }
  | { input: "note"; longest: number }
  | { input: "password"; isNewOnly?: boolean }
  | {
      input: "number";
      least: number;
      most: number;
      unit?: "seconds" | "days" | "percent";
      isOptional?: boolean;
    }
  | { input: "switch" }
  | { input: "choice"; values: readonly string[]; texts: string; isOptional?: boolean }
  | { input: "choices"; values: readonly string[]; texts: string }
  | { input: "lines" }
  | { input: "texts"; longest: number }
  | { input: "reference"; path: string; isOptional?: boolean }
  | { input: "references"; path: string }
  | { input: "levels"; path: string }
  | { input: "weekly" }
  | { input: "holidays" }
  | { input: "timezone" }
  | { input: "own"; name: OwnName };

/** Fields that other features draw. */
export type OwnName =
  | "flow_start"
  | "flow_steps"
  | "agent_choice"
  | "music"
  | "choice_weights"
  | "relaxation"
  | "overflow"
  | "waiting_room"
  | "questions"
  | "head_starts"
  | "capacity"
  | "alternatives";

export type Field = FieldInput & {
  key: string;
  isRequired?: boolean;
  /** Whose hint it has, where the same key means something else than in other kinds. */
  hint?: string;
  /** It belongs only to records in which another field has one of these values. */
  when?: { key: string; is: readonly string[] };
  /** The first field of a part of the form, which has a heading. */
  part?: string;
};

export interface Kind {
  name: KindName;
  path: `/v1/${string}`;
  /** `<permission>.edit` allows changes, `<permission>.read` looking. */
  permission: string;
  fields: readonly Field[];
  columns: readonly string[];
  fresh: Readonly<Record<string, unknown>>;
  isWide?: boolean;
  /** Listed by pages, in one of these orders; the others are listed whole. */
  pagedBy?: readonly string[];
}
