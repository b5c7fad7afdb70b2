/** What a version of the recording rules says, line by line. Pure. */
import type { TFunction } from "i18next";
import type { RecordingRuleBody } from "@/shared/api/generated/types.gen";
import { listOf } from "@/shared/i18n/list-of";
import type { Line } from "@/shared/ui/model/changed-lines";

type NameOf = (id: string) => string;

export function recordingRulesTold(
  t: TFunction,
  rules: readonly RecordingRuleBody[],
  nameOf: NameOf,
): Line[] {
  const order = { key: "order", label: t("privacy.rules"), text: listOf(rules.map(({ name }) => name)) };
  return [order, ...rules.flatMap((rule) => ruleTold(t, rule, nameOf))];
}

function ruleTold(t: TFunction, rule: RecordingRuleBody, nameOf: NameOf): Line[] {
  const all = t("privacy.rule.all");
  const named = (ids: readonly string[] | undefined) => listOf((ids ?? []).map(nameOf)) || all;
  const parts = {
    queues: named(rule.queues),
    entry_points: named(rule.entry_points),
    direction: rule.direction ? t(`privacy.direction.${rule.direction as "inbound" | "outbound"}`) : all,
    countries: listOf(rule.countries ?? []) || all,
    share_percent: `${rule.share_percent ?? 100}%`,
    consent: t(`privacy.consent.${rule.consent ?? "none"}`),
  };
  return Object.entries(parts).map(([part, text]) => ({
    key: `${rule.id} ${part}`,
    label: `${rule.name} · ${t(`privacy.rule.${part as keyof typeof parts}`)}`,
    text,
  }));
}
