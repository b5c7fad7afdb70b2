/** The filters of the list. Each lives in the address, so that a found list can be sent on. */
import { Button, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { clearing } from "@/shared/ui/clearing";
import { Icon } from "@/shared/ui/icon";
import { DayInput } from "@/shared/ui/moment-input";
import styles from "./interaction-filters.module.css";

export interface Filters {
  q?: string;
  queue?: string;
  agent?: string;
  outcome?: string;
  direction?: string;
  ticket?: string;
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
  const set = (part: { [K in keyof Filters]?: string | undefined }) => {
    const next: Record<string, string | undefined> = { ...filters, ...part };
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Filters);
  };
  const options = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));
  const pick = (
    key: "queue" | "agent" | "outcome" | "direction",
    list: { value: string; label: string }[],
  ) => (
    <Select
      aria-label={t(`interactions.${key}`)}
      placeholder={t(`interactions.${key}`)}
      allowClear={clearing()}
      showSearch
      optionFilterProp="label"
      value={filters[key] ?? null}
      options={list}
      onChange={(value: string | undefined | null) => set({ [key]: value ?? undefined })}
    />
  );
  return (
    <search className={styles["filters"]}>
      <Typed
        label={t("interactions.search")}
        longest={200}
        className={styles["text"]}
        value={filters.q}
        onChange={(q) => set({ q })}
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
      <Typed
        label={t("interactions.ticket")}
        longest={64}
        value={filters.ticket}
        onChange={(ticket) => set({ ticket })}
      />
      {(["from", "to"] as const).map((key) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
        <label key={key} className={styles["day"]}>
          <span>{t(`interactions.${key}`)}</span>
          <DayInput value={filters[key] ?? ""} onChange={(day) => set({ [key]: day })} />
        </label>
      ))}
      {Object.keys(filters).length > 0 && (
        <Button type="text" onClick={() => onChange({})}>
          {t("interactions.clear")}
        </Button>
      )}
    </search>
  );
}

interface TypedProps {
  label: string;
  longest: number;
  className?: string | undefined;
  value: string | undefined;
  onChange: (value: string) => void;
}

/** A filter that is typed, and holds a moment after the last letter. */
function Typed({ label, longest, className, value = "", onChange }: TypedProps) {
  const [text, setText] = useState(value);
  const [held, setHeld] = useState(value);
  // Clearing all empties the field; any other value is what was typed here, and typing may go on.
  if (held !== value) {
    setHeld(value);
    if (value === "") setText("");
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      className={className ?? ""}
      allowClear={clearing()}
      aria-label={label}
      value={text}
      maxLength={longest}
      placeholder={label}
      prefix={<Icon name="search" size={17} />}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
