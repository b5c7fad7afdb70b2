/** What happened before the instant that is shown, the newest first; a press goes there. */
import { useTranslation } from "react-i18next";
import type { GetPastBoardResponse } from "@/shared/api/generated/types.gen";
import { toldInWords } from "@/shared/i18n/told-in-words";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import { instantOf } from "./model/instants";
import { PastInteraction } from "./past-interaction";
import styles from "./time-machine.module.css";

interface Props {
  events: GetPastBoardResponse["events"];
  onPick: (at: number) => void;
}

export function PastEvents({ events, onPick }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <Panel title={t("past.events")}>
      {events.length === 0 && <EmptyHint title={t("past.no_events")} />}
      <ol className={styles["events"]}>
        {events.map((event) => (
          <li key={event.position}>
            <button
              type="button"
              className={`${styles["instant"]} figures`}
              onClick={() => onPick(instantOf(event.at))}
            >
              {when.exact(event.at)}
            </button>
            <span>
              {toldInWords(event.text_key, event.params)}
              {event.interaction_id && (
                <span className={styles["soft"]}>
                  {" "}
                  <PastInteraction id={event.interaction_id} customer={event.customer} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
