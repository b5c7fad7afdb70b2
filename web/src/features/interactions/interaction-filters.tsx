/** The filters of the list. Each lives in the address, so that a found list can be sent on. */
import { Button, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import styles from "./interaction-filters.module.css";

export interface Filters {
  q?: string;
  queue?: string;
  agent?: string;
  outcome?: string;
  direction?: string;
  from?: string;
  to?: string;
}

export interface Choice {
  id: string;
  name: string;
}

const OUTCOMES = [
  "handled",
  "abandoned",
  "short_abandoned",
  "call_back",
  "not_reached",
  "voicemail",
  "flow_ended",
  "refused",
  "failed",
  "in_progress",
] as const;
const DIRECTIONS = ["inbound", "outbound", "internal"] as const;
const TYPING_MS = 350;

interface Props {
  filters: Filters;
  queues: readonly Choice[];
  agents: readonly Choice[];
  onChange: (filters: Filters) => void;
}

export function InteractionFilters({ filters, queues, agents, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(filters.q ?? "");
  const set = (part: { [K in keyof Filters]?: string | undefined }) => {
    const next: Record<string, string | undefined> = { ...filters, ...part };
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Filters);
  };
  useEffect(() => {
    if (text === (filters.q ?? "")) return;
    const timer = setTimeout(() => set({ q: text.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  });
  const clear = () => {
    setText("");
    onChange({});
  };
  const options = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));
  const pick = (
    key: "queue" | "agent" | "outcome" | "direction",
    list: { value: string; label: string }[],
  ) => (
    <Select
      aria-label={t(`interactions.${key}`)}
      placeholder={t(`interactions.${key}`)}
      allowClear
      showSearch
      optionFilterProp="label"
      value={filters[key] ?? null}
      options={list}
      onChange={(value: string | undefined | null) => set({ [key]: value ?? undefined })}
    />
  );
  return (
    <search className={styles["filters"]}>
      <Input
        className={styles["text"] ?? ""}
        allowClear
        aria-label={t("interactions.search")}
        value={text}
        placeholder={t("interactions.search")}
        prefix={<Icon name="search" size={17} />}
        onChange={(event) => setText(event.target.value)}
      />
      {pick("queue", options(queues))}
      {pick("agent", options(agents))}
      {pick(
        "outcome",
        OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
      )}
      {pick(
        "direction",
        DIRECTIONS.map((value) => ({ value, label: t(`interactions.directions.${value}`) })),
      )}
      {(["from", "to"] as const).map((key) => (
        <label key={key} className={styles["day"]}>
          <span>{t(`interactions.${key}`)}</span>
          <input
            type="date"
            value={filters[key] ?? ""}
            onChange={(event) => set({ [key]: event.target.value })}
          />
        </label>
      ))}
      {Object.keys(filters).length > 0 && (
        <Button type="text" onClick={clear}>
          {t("interactions.clear")}
        </Button>
      )}
    </search>
  );
}
