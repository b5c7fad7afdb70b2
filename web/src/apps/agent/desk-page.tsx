/** The agent's desk: what rings, what is in hand, what was, and how the queues stand. */
import { useTranslation } from "react-i18next";
import { OwnCallBacks } from "@/features/callbacks/own-call-backs";
import { NotesForm } from "@/features/conversation/notes-form";
import { TalkCard } from "@/features/conversation/talk-card";
import { OfferCard } from "@/features/offer/offer-card";
import { OwnHistory } from "@/features/own-history/own-history";
import { QueueFigures } from "@/features/queue-figures/queue-figures";
import { LineQuality, MuteButton } from "@/features/softphone/audio-controls";
import { softphone } from "@/features/softphone/use-softphone";
import type { Offer, Work } from "@/shared/live/entities";
import { useEntityList, useHasSnapshot, useMe } from "@/shared/live/use-live";
import { CustomerCard } from "@/shared/ui/customer-card";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./desk-page.module.css";

const byOffer = (one: Offer, other: Offer) => one.offered_at.localeCompare(other.offered_at);
const bySince = (one: Work, other: Work) => one.since.localeCompare(other.since);

export function DeskPage() {
  const { t } = useTranslation();
  const offers = useEntityList("offer", byOffer);
  const work = useEntityList("work", bySince);
  const isIdle = offers.length === 0 && work.length === 0;
  return (
    <div className={styles["desk"]}>
      <h1 className="unseen">{t("nav.desk")}</h1>
      <div className={styles["now"]}>
        {offers.map((offer) => (
          <OfferCard
            key={offer.id}
            offer={offer}
            onAgree={(id) => softphone.agree(id)}
            onDisagree={(id) => softphone.disagree(id)}
            customer={<CustomerCard {...offer} />}
          />
        ))}
        {work.map((item) => (
          <InHand key={item.id} work={item} />
        ))}
        {isIdle && <Idle />}
      </div>
      <div className={styles["beside"]}>
        <OwnCallBacks />
        <QueueFigures />
        <OwnHistory />
      </div>
    </div>
  );
}

function InHand({ work }: { work: Work }) {
  const isWebPhone = useMe()?.phone.kind === "browser";
  const customer = <CustomerCard {...work} />;
  if (work.state === "wrap_up") {
    return (
      <div className={styles["pair"]}>
        <NotesForm key={work.id} work={work} />
        <Past work={work} />
      </div>
    );
  }
  return (
    <div className={styles["pair"]}>
      <TalkCard
        work={work}
        customer={customer}
        {...(isWebPhone ? { muteButton: <MuteButton />, line: <LineQuality /> } : {})}
      />
      <NotesForm key={work.id} work={work} />
    </div>
  );
}

function Past({ work }: { work: Work }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("customer.title")}>
      <CustomerCard {...work} />
    </Panel>
  );
}

function Idle() {
  const { t } = useTranslation();
  const me = useMe();
  const isKnown = useHasSnapshot();
  if (!isKnown)
    return (
      <Panel title={t("desk.now")}>
        <EmptyHint title={t("page.loading")} />
      </Panel>
    );
  const hint = !me ? "desk.no_agent" : me.state === "ready" ? "desk.idle_ready" : "desk.idle_not_ready";
  const title = !me ? "desk.no_agent_title" : me.state === "ready" ? "desk.waiting" : "desk.paused";
  return (
    <Panel title={t("desk.now")}>
      <EmptyHint title={t(title)}>
        <p>{t(hint)}</p>
      </EmptyHint>
    </Panel>
  );
}
