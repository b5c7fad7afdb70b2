/** What happened, event by event; the server sends codes, the page says them in words. */
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import styles from "./interaction-detail.module.css";
import type { Detail } from "./model/detail";

type Entry = Detail["timeline"][number];

/** Where the words for a code stand, by the name of the parameter that carries it. */
const CODES: Readonly<Record<string, string>> = {
  outcome: "outcome",
  ended_by: "interactions.by",
  reason: "reason_text",
  cause: "reason_text",
};

export function reasonText(code: string): string {
  return serverText(`reason_text.${code}`);
}

/** The sentence of an entry; some have others for when no rule is named, or no agent. */
function sentence(entry: Entry): string {
  const others = { rule: `${entry.text_key}_without_rule`, agent: `${entry.text_key}_outside` };
  const other = Object.entries(others).find(([name, key]) => !entry.params[name] && i18next.exists(key));
  return serverText(other?.[1] ?? entry.text_key, inWords(entry.params));
}

function inWords(params: Entry["params"]): Record<string, unknown> {
  const said = Object.entries(params).map(([name, value]) => {
    const where = CODES[name];
    return [name, where && typeof value === "string" ? serverText(`${where}.${value}`) : value];
  });
  return { agent: "–", queue: "–", reason: "–", cause: "–", rule: "–", ...Object.fromEntries(said) };
}

export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <Panel title={t("interactions.timeline")}>
      <ol className={styles["timeline"]}>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and never move
          <li key={index}>
            <time dateTime={entry.at} className="figures">
              {when.exact(entry.at)}
            </time>
            <span>{sentence(entry)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
