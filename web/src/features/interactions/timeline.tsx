/** What happened, event by event; the server sends codes, the page says them in words. */
import { useTranslation } from "react-i18next";
import { toldInWords } from "@/shared/i18n/told-in-words";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import styles from "./interaction-detail.module.css";
import type { Detail } from "./model/detail";
import { ThenLink } from "./then-link";

interface Props {
  entries: Detail["timeline"];
  mayReadPast: boolean;
}

export function Timeline({ entries, mayReadPast }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <Panel title={t("interactions.timeline")}>
      <ol className={styles["timeline"]}>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and never move
          <li key={index}>
            <time dateTime={entry.at} className="figures">
              {mayReadPast ? <ThenLink at={entry.at}>{when.exact(entry.at)}</ThenLink> : when.exact(entry.at)}
            </time>
            <span>{toldInWords(entry.text_key, entry.params)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
