/** What can be different about one agent or queue, as choices in groups. */
import { useTranslation } from "react-i18next";
import { type StoredRecord, useRecords } from "@/shared/api/records";
import { CHOICES, type Change, type Subject, standing, THRESHOLDS } from "./model/changes";

export function useThings(subject: Subject, record: StoredRecord | undefined, made: readonly Change[]) {
  const { t } = useTranslation();
  const skills = useRecords("/v1/skills");
  const queues = useRecords("/v1/queues");
  if (!record) return [];
  const levels = {
    label: t("what_if.levels"),
    options: skills.map(({ id, name }) => ({ value: `skill:${id}`, label: name })),
  };
  if (subject === "agents") {
    const served = queues.map(({ id, name }) => {
      const is = standing(record, `queue:${id}`) ? "no_longer" : "also";
      return { value: `queue:${id}`, label: t(`what_if.${is}`, { name }) };
    });
    return [
      levels,
      { label: t("what_if.queues"), options: served },
      { label: t("what_if.number"), options: [{ value: "more", label: t("what_if.like") }] },
    ];
  }
  const order = made.find(({ whom, what }) => whom === record.id && what === "order_by")?.value;
  const isWeighed = (order ?? record["order_by"]) === "ratio";
  const rules = [...(Object.keys(CHOICES) as (keyof typeof CHOICES)[]), ...(isWeighed ? WEIGHT : [])];
  const language = record["match_language"] ? "any_language" : "match_language";
  return [
    {
      label: t("what_if.thresholds"),
      options: THRESHOLDS.map((value) => ({ value, label: t(`field.${value}`) })),
    },
    {
      label: t("what_if.part_rule"),
      options: [
        ...rules.map((value) => ({ value: value as string, label: t(`what_if.thing.${value}`) })),
        { value: "match_language", label: t(`what_if.${language}`) },
      ],
    },
    levels,
  ];
}

const WEIGHT = ["ratio_weight"] as const;
