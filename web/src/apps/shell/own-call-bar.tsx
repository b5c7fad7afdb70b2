/** While one looks elsewhere than at the desk: what rings or is in hand, and the way to it. */
import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Standing } from "@/features/conversation/standing";
import { ring } from "@/features/offer/model/ringer";
import { useOfferTitle } from "@/features/offer/use-offer-title";
import { MuteButton } from "@/features/softphone/audio-controls";
import type { Offer, Work } from "@/shared/live/entities";
import { useEntityList, useMe } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { StateTag } from "@/shared/ui/state-tag";
import styles from "./own-call-bar.module.css";

const byOffer = (one: Offer, other: Offer) => one.offered_at.localeCompare(other.offered_at);
const bySince = (one: Work, other: Work) => one.since.localeCompare(other.since);

interface Props {
  onDesk: () => void;
}

export function OwnCallBar({ onDesk }: Props) {
  const offers = useEntityList("offer", byOffer);
  const work = useEntityList("work", bySince);
  return (
    <>
      {offers.map((offer) => (
        <Ringing key={offer.id} offer={offer} onDesk={onDesk} />
      ))}
      {work.map((item) => (
        <InHand key={item.id} work={item} onDesk={onDesk} />
      ))}
    </>
  );
}

/** The desk rings by itself; elsewhere this does. */
function Ringing({ offer, onDesk }: Props & { offer: Offer }) {
  const { t } = useTranslation();
  const title = useOfferTitle(offer);
  useEffect(() => ring({ title, body: offer.queue.name }), [title, offer.queue.name]);
  return (
    <Bar tone="ring" onDesk={onDesk}>
      <StateTag tone="ring" icon="bell">
        {t("offer.title")}
      </StateTag>
      <strong role="alert">{title}</strong>
    </Bar>
  );
}

function InHand({ work, onDesk }: Props & { work: Work }) {
  const { t } = useTranslation();
  const isWebPhone = useMe()?.phone.kind === "browser";
  const mayMute = isWebPhone && work.state !== "wrap_up";
  return (
    <Bar tone="busy" onDesk={onDesk} acts={mayMute && <MuteButton />}>
      <Standing work={work} />
      <strong>{work.customer.name || work.customer.number || t("customer.unknown")}</strong>
      <ElapsedTime since={work.since} />
    </Bar>
  );
}

interface BarProps extends Props {
  tone: "ring" | "busy";
  acts?: ReactNode;
  children: ReactNode;
}

function Bar({ tone, acts, onDesk, children }: BarProps) {
  const { t } = useTranslation();
  return (
    <section className={`${styles["bar"]} ${styles[tone]}`} aria-label={t("own_call.title")}>
      <p className={styles["what"]}>{children}</p>
      <div className={styles["acts"]}>
        {acts}
        <Button size="large" type="primary" icon={<Icon name="headset" />} onClick={onDesk}>
          {t("own_call.to_desk")}
        </Button>
      </div>
    </section>
  );
}
