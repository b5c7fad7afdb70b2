/** The course of an interaction, drawn to scale, and the same as a list for those who cannot see it. */
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import { reasonText } from "@/shared/i18n/told-in-words";
import { useWhen } from "@/shared/time/use-when";
import type { Detail } from "./model/detail";
import { extent, type Segment, share, spanOf } from "./model/segments";
import styles from "./segment-bar.module.css";

// Offers ring while the customer waits: they are drawn on a lane of their own, below.
const isOffer = (segment: Segment) => segment.kind === "ringing";

function partClass(segment: Segment): string {
  return `${styles["part"]} ${styles[segment.kind] ?? ""}`;
}

export function SegmentBar({ segments }: { segments: Detail["segments"] }) {
  const whole = extent(segments);
  const lanes = [segments.filter((one) => !isOffer(one)), segments.filter(isOffer)];
  return (
    <div>
      <div className={styles["lanes"]} aria-hidden="true">
        {lanes.map((lane, index) => (
          <div key={index === 0 ? "customer" : "offers"} className={styles[index === 0 ? "lane" : "thin"]}>
            {lane.map((segment) => (
              <span
                key={`${segment.kind}${segment.started_at}`}
                className={partClass(segment)}
                style={share(segment, whole)}
              />
            ))}
          </div>
        ))}
      </div>
      <ol className={styles["list"]}>
        {segments.map((segment) => (
          <Line key={`${segment.kind}${segment.started_at}`} segment={segment} />
        ))}
      </ol>
    </div>
  );
}

// The agent's answers have words of their own; why an offer was taken back is a reason as any other.
function endOfOffer(code: string): string {
  return i18next.exists(`segment.${code}`) ? serverText(`segment.${code}`) : reasonText(code);
}

function Line({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const when = useWhen();
  const result = segment.detail ? t("segment.result", { result: endOfOffer(segment.detail) }) : "";
  return (
    <li>
      <span className={`${styles["key"]} ${styles[segment.kind] ?? ""}`} aria-hidden="true" />
      <span className={styles["kind"]}>{serverText(`segment.${segment.kind}`)}</span>
      <span className="figures">{when.length(spanOf(segment))}</span>
      <span className={styles["who"]}>
        <span className="figures">{when.exact(segment.started_at)}</span>{" "}
        {segment.agent?.name ?? segment.queue?.name} {result}
      </span>
    </li>
  );
}
