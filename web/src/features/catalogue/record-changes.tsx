/** What differs between two versions of a record: entry by entry what was there and what is. */

import { useNamesAt } from "@/shared/api/names";
import type { Values } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { ChangedLines } from "@/shared/ui/changed-lines";
import { changedFields } from "./model/changed-fields";
import type { Field, Kind } from "./model/kind";
import { linesOf } from "./model/lines";
import { useNames } from "./use-names";

interface Props {
  kind: Kind;
  before: Values;
  after: Values;
}

const WITHIN = ["/v1/queues", "/v1/opening-hours", "/v1/skills", "/v1/voicemail-boxes", "/v1/trunks"];
const NOWHERE: string[] = [];

export function RecordChanges({ kind, before, after }: Props) {
  const keys = changedFields(kind, before, after);
  const fields = kind.fields.filter(({ key }) => keys.includes(key));
  const names = useNames(fields);
  const within = useNamesAt(fields.some(({ input }) => input === "own") ? WITHIN : NOWHERE);
  if (fields.length === 0) return null;
  return (
    <>
      {fields.map((field) => {
        // In a step stand ids beside words; elsewhere an id without a name is of something removed.
        const nameOf = (id: string) => names.get(id) ?? within.get(id) ?? (isSteps(field) ? id : "…");
        const [from, to] = [before, after].map((one) => linesOf(field, one[field.key], nameOf));
        if (from && to) return <ChangedLines key={field.key} before={from} after={to} />;
        return <div key={field.key}>{serverText(`field.${field.key}`)}</div>;
      })}
    </>
  );
}

function isSteps(field: Field): boolean {
  return field.input === "own" && field.name === "flow_steps";
}
