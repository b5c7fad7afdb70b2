/** A change in words: whom it is about, how it would be, and how it stands now where that differs. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useRecords } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { type Change, idIn, kindOf, type Subject, standing, type Value } from "./model/changes";

export function useWords(subject: Subject) {
  const { t } = useTranslation();
  const records = useRecords(subject === "agents" ? "/v1/agents" : "/v1/queues");
  const skills = useRecords("/v1/skills");
  const queues = useRecords("/v1/queues");
  return (change: Change): string => {
    const { whom, what, value } = change;
    const record = records.find(({ id }) => id === whom);
    const name = record?.name ?? whom;
    const before = standing(record, what);
    const nameIn = (list: typeof skills) => list.find(({ id }) => id === idIn(what))?.name ?? idIn(what);
    switch (kindOf(what)) {
      case "skill":
        return t(`what_if.said_${subject}.${howLevel(value, before)}`, {
          name,
          skill: nameIn(skills),
          now: value,
          before: before ?? "",
        }).trim();
      case "queue": {
        const key = value ? "what_if.said_agents.serves" : "what_if.said_agents.serves_not";
        return t(key, { name, queue: nameIn(queues) });
      }
      case "yes":
        return t(value ? "what_if.said_queues.language" : "what_if.said_queues.any_language", { name });
      default:
        return settingWords(t, name, change, before);
    }
  };
}

function howLevel(value: Value, before: Value | undefined) {
  if (value === null) return "gone";
  if (value === before) return "is";
  return before === null ? "new" : "other";
}

function settingWords(
  t: TFunction,
  name: string,
  { what, value }: Change,
  before: Value | undefined,
): string {
  if (what === "more") return t("what_if.said_agents.more", { name, count: Number(value) });
  const isNumber = kindOf(what) === "number";
  const shown = (one: Value | undefined) => {
    if (!isNumber) return serverText(`${what}.${one}`);
    return what.endsWith("_s") ? t("catalogue.seconds", { count: Number(one) }) : `${one}`;
  };
  const isSo = value === before;
  const key = isNumber
    ? (`what_if.said_queues.${isSo ? "is_number" : "number"}` as const)
    : (`what_if.said_queues.${isSo ? "is_choice" : "choice"}` as const);
  return t(key, {
    name,
    thing: serverText(`what_if.said_thing.${what}`),
    now: shown(value),
    before: shown(before),
  });
}
