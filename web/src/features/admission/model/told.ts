/** What the versions of admission's documents say, line by line. Pure. */
import type { TFunction } from "i18next";
import type { DialRulesChange, LimitsBody, RuleBody } from "@/shared/api/generated/types.gen";
import type { Channel } from "@/shared/channels/channels";
import { nameOfLanguage } from "@/shared/i18n/languages";
import { listOf } from "@/shared/i18n/list-of";
import { textsTold } from "@/shared/i18n/texts-told";
import type { Line } from "@/shared/ui/model/changed-lines";
import { amountTold } from "./money";

type NameOf = (id: string) => string;

export function rulesTold(t: TFunction, rules: readonly RuleBody[], nameOf: NameOf): Line[] {
  const order = { key: "order", label: t("admission.rules"), text: listOf(rules.map(({ name }) => name)) };
  return [order, ...rules.flatMap((rule) => ruleTold(t, rule, nameOf))];
}

function ruleTold(t: TFunction, rule: RuleBody, nameOf: NameOf): Line[] {
  const { terms = {}, refusal } = rule;
  const label = (part: string) => `${rule.name} · ${part}`;
  const yes = t("form.yes");
  const named = (id: string | null | undefined) => (id ? nameOf(id) : "");
  const pairs = (values: Readonly<Record<string, unknown>> | undefined, of: NameOf) =>
    listOf(Object.entries(values ?? {}).map(([key, value]) => `${of(key)} ${String(value)}`));
  const parts: [string, string][] = [
    [t("admission.when"), rule.when],
    [t("admission.active"), t(rule.is_active === false ? "form.no" : "form.yes")],
    [t("admission.is_last"), rule.is_last ? yes : ""],
    [t("admission.refuse"), refusal?.reason ?? ""],
    [t("admission.busy"), refusal?.is_busy ? yes : ""],
    [t("admission.priority"), terms.priority?.toString() ?? ""],
    [
      t("admission.head_start"),
      terms.head_start_s ? `${terms.head_start_s} ${t("admission.unit.seconds")}` : "",
    ],
    [t("admission.language"), terms.language ? nameOfLanguage(terms.language) : ""],
    [t("admission.queue"), named(terms.queue_id)],
    [t("admission.flow"), named(terms.flow_id)],
    [t("admission.agent"), named(terms.preferred_agent_id)],
    [t("admission.skills"), pairs(terms.skills, nameOf)],
    [t("admission.data"), pairs(terms.data, (key) => key)],
  ];
  return [
    ...parts
      .filter(([, text]) => text !== "")
      .map(([part, text]) => ({ key: `${rule.id} ${part}`, label: label(part), text })),
    ...textsTold(refusal?.text ?? {}, `${rule.id} told `, label(t("admission.told"))),
    ...textsTold(terms.notice ?? {}, `${rule.id} notice `, label(t("admission.notice"))),
  ];
}

const SOURCE = { source_calls: "calls", source_s: "seconds", repeat_within_s: "seconds" } as const;
const SURGE = { surge_calls_per_s: "a_second", surge_burst: "calls", surge_lag_ms: "ms" } as const;

export function limitsTold(t: TFunction, limits: LimitsBody, nameOf: NameOf): Line[] {
  const numbers = (group: "source" | "surge", units: Partial<typeof SOURCE & typeof SURGE>): Line[] =>
    (Object.keys(units) as (keyof typeof units)[]).map((key) => ({
      key,
      label: `${t(`admission.limits_of.${group}`)} · ${t(`admission.limit.${key}`)}`,
      text: `${limits[key]} ${t(`admission.unit.${units[key] ?? "calls"}`)}`,
    }));
  const told = (group: "source" | "surge" | "anonymous", key: `${typeof group}_text`) =>
    textsTold(limits[key] ?? {}, key, `${t(`admission.limits_of.${group}`)} · ${t("admission.told")}`);
  return [
    ...numbers("source", SOURCE),
    ...told("source", "source_text"),
    ...numbers("surge", SURGE),
    ...told("surge", "surge_text"),
    {
      key: "refuses_anonymous",
      label: t("admission.limit.refuses_anonymous"),
      text: t(limits.refuses_anonymous ? "form.yes" : "form.no"),
    },
    ...told("anonymous", "anonymous_text"),
    ...Object.entries(limits.open_calls ?? {}).map(([id, most]) => ({
      key: `open ${id}`,
      label: `${t("admission.limits_of.open_calls")} · ${nameOf(id)}`,
      text: `${most} ${t("admission.unit.calls")}`,
    })),
  ];
}

export function interruptionsTold(t: TFunction, rules: Readonly<Record<string, readonly string[]>>): Line[] {
  return Object.entries(rules).map(([by, held]) => ({
    key: by,
    label: t(`interruptions.by.${by as Channel}`),
    text: listOf(held.map((one) => t(`queue_editor.channel.${one as Channel}`))),
  }));
}

const DIALLED = ["allowed_prefixes", "blocked_prefixes", "hourly_limit", "agent_hourly_limit"] as const;

export function dialRulesTold(t: TFunction, language: string, rules: DialRulesChange): Line[] {
  const { rates = [], other_rate = 0, daily_spend_limit = null } = rules;
  const amount = (hundredths: number) => amountTold(hundredths, language);
  const line = (key: keyof DialRulesChange & `${string}_${string}`, text: string) => ({ key, text });
  const lines = [
    ...DIALLED.map((key) => {
      const value = rules[key] ?? 0;
      return line(key, typeof value === "number" ? String(value) : listOf(value));
    }),
    line("daily_spend_limit", daily_spend_limit === null ? "" : amount(daily_spend_limit)),
    line("other_rate", amount(other_rate)),
  ];
  return [
    ...lines.map(({ key, text }) => ({ key, label: t(`dial_rules.${key}`), text })),
    {
      key: "rates",
      label: t("dial_rules.rates"),
      text: listOf(rates.map(({ prefix, price }) => `${prefix} ${amount(price)}`)),
    },
  ];
}
