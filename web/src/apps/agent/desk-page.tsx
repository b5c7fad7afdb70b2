/** The agent's desk: what rings, what is in hand, what was, and how the queues stand. */
import { useTranslation } from "react-i18next";
import { CallControl } from "@/features/call-control/call-control";
import { OwnCallBacks } from "@/features/callbacks/own-call-backs";
import { PromiseCallBack } from "@/features/callbacks/promise-call-back";
import { HoldReminder } from "@/features/conversation/hold-reminder";
import { InternalCall } from "@/features/conversation/internal-call";
import { NotesForm } from "@/features/conversation/notes-form";
import { TalkCard } from "@/features/conversation/talk-card";
import { CustomerChoice } from "@/features/customer-choice/customer-choice";
import { ColleagueBox } from "@/features/dialling/colleague-box";
import { DialBox } from "@/features/dialling/dial-box";
import { openAutomaticPages, PageLinks, PagePanels } from "@/features/guide/screen-pops";
import { Scripts } from "@/features/guide/scripts";
import { chime } from "@/features/offer/model/ringer";
import { OfferCard } from "@/features/offer/offer-card";
import { OwnDay } from "@/features/own-day/own-day";
import { OwnHistory } from "@/features/own-history/own-history";
import { ParkedCalls } from "@/features/parking/parked-calls";
import { OwnPlan } from "@/features/plan/own-plan";
import { QueueFigures } from "@/features/queue-figures/queue-figures";
import { RecordingControl } from "@/features/recording-control/recording-control";
import { RevealNumber } from "@/features/recording-control/reveal-number";
import { LineQuality, MuteButton } from "@/features/softphone/audio-controls";
import { softphone } from "@/features/softphone/use-softphone";
import { NoteTask } from "@/features/tasks/note-task";
import { OwnTasks } from "@/features/tasks/own-tasks";
import { Voicemails } from "@/features/voicemail/voicemails";
import type { Offer, Work } from "@/shared/live/entities";
import { useEntityList, useMe } from "@/shared/live/use-live";
import { may, useSession } from "@/shared/session/session";
import { CustomerCard } from "@/shared/ui/customer-card";
import { HandedNotes } from "@/shared/ui/handed-notes";
import { Panel } from "@/shared/ui/panel";
import styles from "./desk-page.module.css";
import { IdlePanel } from "./idle-panel";
import { useBroughtIntoView } from "./use-brought-into-view";

const byOffer = (one: Offer, other: Offer) => one.offered_at.localeCompare(other.offered_at);
const bySince = (one: Work, other: Work) => one.since.localeCompare(other.since);

const interactionOf = (item: Offer | Work) => ("interaction_id" in item ? item.interaction_id : item.id);

export function DeskPage() {
  const { t } = useTranslation();
  const session = useSession();
  const offers = useEntityList("offer", byOffer);
  const work = useEntityList("work", bySince);
  const isIdle = offers.length === 0 && work.length === 0;
  const steps = work.map(({ id, state }) => (state === "wrap_up" ? `${id} wrap-up` : id));
  const now = useBroughtIntoView([...offers.map(({ id }) => id), ...steps].join());
  return (
    <div className={styles["desk"]}>
      <h1 className="unseen">{t("nav.desk")}</h1>
      <div ref={now} className={styles["now"]}>
        {offers.map((offer) => (
          <OfferCard
            key={offer.id}
            offer={offer}
            onAgree={(id) => {
              openAutomaticPages(offer.guide.pops);
              softphone.agree(id);
            }}
            onDisagree={(id) => softphone.disagree(id)}
            customer={
              <div className={styles["stack"]}>
                {offer.purpose !== "colleague" && (
                  <CustomerCard {...offer} candidates={offer.guide.candidates} />
                )}
                <HandedNotes notes={offer.notes} />
                <PageLinks pops={offer.guide.pops} />
                <Scripts scripts={offer.guide.scripts} />
              </div>
            }
          />
        ))}
        {work.map((item) => (
          <InHand key={item.id} work={item} />
        ))}
        {[...offers, ...work].map((item) => (
          <PagePanels key={interactionOf(item)} pops={item.guide.pops} />
        ))}
        {isIdle && <IdlePanel />}
      </div>
      <div className={styles["beside"]}>
        <ParkedCalls />
        <OwnTasks />
        <OwnCallBacks />
        <OwnPlan />
        <OwnDay />
        <DialBox />
        <ColleagueBox />
        <Voicemails />
        <QueueFigures areServed={!may(session, "routing.centre.watch")} />
        <OwnHistory />
      </div>
    </div>
  );
}

function InHand({ work }: { work: Work }) {
  const { t } = useTranslation();
  const isWebPhone = useMe()?.phone.kind === "browser";
  const isWrapUp = work.state === "wrap_up";
  const sound = isWebPhone ? { muteButton: <MuteButton />, line: <LineQuality /> } : {};
  if (work.direction === "internal")
    return <InternalCall work={work} control={<CallControl work={work} />} {...sound} />;
  const customer = (
    <div className={styles["stack"]}>
      <CustomerChoice work={work} />
      <HandedNotes notes={work.notes} />
      <CustomerCard {...work} />
      <RevealNumber work={work} />
      <PageLinks pops={work.guide.pops} />
    </div>
  );
  const side = isWrapUp ? (
    <Panel key="side" title={t("customer.title")}>
      {customer}
    </Panel>
  ) : (
    <TalkCard
      key="side"
      work={work}
      customer={customer}
      control={
        <>
          <HoldReminder work={work} onRemind={chime} />
          <CallControl work={work} />
          <RecordingControl work={work} />
        </>
      }
      {...sound}
    />
  );
  // With keys, so that what is being typed stays where it is when the columns change places.
  const notes = (
    <div key="notes" className={styles["column"]}>
      <Scripts scripts={work.guide.scripts} />
      {/* Who was asked in writes nothing yet, and reads what the colleague writes. */}
      {work.actions.includes("save_wrap_up") && <NotesForm key={work.id} work={work} />}
      <div className={styles["promises"]}>
        <PromiseCallBack work={work} />
        <NoteTask label={t("tasks.add_for_call")} interactionId={work.id} />
      </div>
    </div>
  );
  return <div className={styles["pair"]}>{isWrapUp ? [notes, side] : [side, notes]}</div>;
}
