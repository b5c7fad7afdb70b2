/** What happened, event by event; the server sends codes, the page says them in words. */
import { useTranslation } from "react-i18next";
import { toldInWords } from "@/shared/i18n/told-in-words";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import styles from "./interaction-detail.module.css";
import type { Detail } from "./model/detail";

type Entry = Detail["timeline"][number];

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
            <span>{toldInWords(entry.text_key, entry.params)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
