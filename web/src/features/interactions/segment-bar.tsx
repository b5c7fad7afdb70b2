/** The course of an interaction, drawn to scale, and the same as a list for those who cannot see it. */
import { useTranslation } from "react-i18next";
import { useWhen } from "@/shared/time/use-when";
import type { Detail } from "./interaction-detail";
import styles from "./segment-bar.module.css";

type Segment = Detail["segments"][number];

function span(segment: Segment): number {
  const end = segment.ended_at === null ? Date.now() : Date.parse(segment.ended_at);
  return Math.max(0, end - Date.parse(segment.started_at));
}

export function SegmentBar({ segments }: { segments: readonly Segment[] }) {
  const { t } = useTranslation();
  const when = useWhen();
  const who = (segment: Segment) => segment.agent?.name ?? segment.queue?.name ?? segment.detail;
  return (
    <div>
      <div className={styles["bar"]} aria-hidden="true">
        {segments.map((segment) => (
          <span
            key={`${segment.kind}${segment.started_at}`}
            className={`${styles["part"]} ${styles[segment.kind]}`}
            style={{ flexGrow: Math.max(1, span(segment)) }}
            title={`${t(`segment.${segment.kind}`)} ${when.length(span(segment))}`}
          />
        ))}
      </div>
      <ol className={styles["list"]}>
        {segments.map((segment) => (
          <li key={`${segment.kind}${segment.started_at}`}>
            <span className={`${styles["key"]} ${styles[segment.kind]}`} aria-hidden="true" />
            <span className={styles["kind"]}>{t(`segment.${segment.kind}`)}</span>
            <span className="figures">{when.length(span(segment))}</span>
            <span className={styles["who"]}>
              <span className="figures">{when.exact(segment.started_at)}</span> {who(segment)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
