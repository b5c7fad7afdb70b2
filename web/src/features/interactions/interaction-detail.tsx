/** One interaction: its course to the second, who ended it and why, what was said and noted. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListedKind } from "@/shared/api/generated/types.gen";
import { nameOfLanguage } from "@/shared/i18n/languages";
import { reasonText } from "@/shared/i18n/told-in-words";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { useWhen } from "@/shared/time/use-when";
import { DirectionTag } from "@/shared/ui/direction-tag";
import { Icon } from "@/shared/ui/icon";
import { OutcomeTag } from "@/shared/ui/outcome-tag";
import { Panel } from "@/shared/ui/panel";
import { TicketLink } from "@/shared/ui/ticket-link";
import { Assignments } from "./assignments";
import styles from "./interaction-detail.module.css";
import type { Detail } from "./model/detail";
import { RecordingPlayer } from "./recording-player";
import { SegmentBar } from "./segment-bar";
import { ThenLink } from "./then-link";
import { Timeline } from "./timeline";

interface Props {
  detail: Detail;
  mayDownload: boolean;
  mayReadPast: boolean;
}

export function InteractionDetail({ detail, mayDownload, mayReadPast }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  // The language stands among the facts, by its name.
  const data = detail.data.filter(({ key }) => key !== "language");
  const recordings = detail.voicemail ? [...detail.recordings, detail.voicemail] : detail.recordings;
  return (
    <div className={styles["page"]}>
      <Head detail={detail} mayReadPast={mayReadPast} />
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <Panel title={t("interactions.course")}>
            <SegmentBar segments={detail.segments} />
          </Panel>
          {recordings.map((recording) => (
            <Panel
              key={recording.id}
              title={t(
                recording.id === detail.voicemail?.id ? "interactions.voicemail" : "interactions.recording",
              )}
              extra={
                recording.started_at && <time className="figures">{when.exact(recording.started_at)}</time>
              }
            >
              <RecordingPlayer recording={recording} mayDownload={mayDownload} />
            </Panel>
          ))}
          <Timeline entries={detail.timeline} mayReadPast={mayReadPast} />
          {mayReadPast && <Assignments key={detail.id} id={detail.id} />}
        </div>
        <div className={styles["column"]}>
          <Facts detail={detail} />
          <Panel title={t("interactions.note")}>
            <p className={styles["note"]}>{detail.note || t("interactions.no_note")}</p>
          </Panel>
          {detail.answers.length > 0 && (
            <Panel title={t("interactions.answers")}>
              <dl className={styles["facts"]}>
                {detail.answers.map((answer) => (
                  <div key={answer.key}>
                    <dt>{answer.label}</dt>
                    <dd>
                      {answer.kind === "yes_no" ? t(`answer.${answer.value as "yes" | "no"}`) : answer.value}
                    </dd>
                  </div>
                ))}
              </dl>
            </Panel>
          )}
          <Panel title={t("interactions.data")}>
            {data.length === 0 && <p className={styles["soft"]}>{t("interactions.no_data")}</p>}
            <dl className={styles["facts"]}>
              {data.map((item) => (
                <div key={item.key}>
                  <dt>{item.name}</dt>
                  <dd>{item.meaning}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Head({ detail, mayReadPast }: Pick<Props, "detail" | "mayReadPast">) {
  const { t } = useTranslation();
  const when = useWhen();
  const { customer } = detail;
  return (
    <header className={styles["head"]}>
      <h1>{customer.name || customer.number || t("customer.unknown")}</h1>
      {customer.name && <span className={`${styles["soft"]} figures`}>{customer.number}</span>}
      <DirectionTag direction={detail.direction} />
      <OutcomeTag outcome={detail.outcome} />
      <span className={`${styles["soft"]} figures`}>{when.full(detail.arrived_at)}</span>
      {mayReadPast && (
        <ThenLink at={detail.arrived_at}>
          <Icon name="clock" size={18} /> {t("interactions.see_then")}
        </ThenLink>
      )}
    </header>
  );
}

function Facts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const when = useWhen();
  const reason = detail.end_reason ? reasonText(detail.end_reason) : "";
  const by = detail.ended_by ? t(`interactions.by.${detail.ended_by}`) : "";
  const ticket = detail.ticket && <TicketLink ticket={detail.ticket} address={detail.ticket_address} />;
  const soFar = (kind: ListedKind, ms: number) => {
    if (detail.current?.kind === kind) return <ElapsedTime since={detail.current.since} before={ms} />;
    return ms > 0 || detail.outcome !== "in_progress" ? when.length(ms) : null;
  };
  const facts: [string, ReactNode][] = [
    [t("interactions.ended_by"), [by, reason].filter(Boolean).join(" · ")],
    [t("interactions.entry_point"), detail.entry_point?.name],
    [t("interactions.queue"), detail.queue?.name],
    [t("interactions.agent"), detail.agent?.name],
    [t("interactions.disposition"), detail.disposition?.name],
    [t("interactions.ticket"), ticket],
    [t("interactions.language"), nameOfLanguage(detail.language)],
    [t("interactions.wait"), soFar("waiting", detail.wait_ms)],
    [t("interactions.talk"), soFar("talk", detail.talk_ms)],
    [t("interactions.hold"), soFar("hold", detail.hold_ms)],
    [t("interactions.wrap_up"), soFar("wrap_up", detail.wrap_up_ms)],
  ];
  return (
    <Panel title={t("interactions.facts")}>
      <dl className={styles["facts"]}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figures">{value || "–"}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
