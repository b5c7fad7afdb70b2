/** An offer that rings: who is it, what do we know, how long is left; before anything is accepted. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { acceptOffer, declineOffer } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Offer } from "@/shared/live/entities";
import { useMe } from "@/shared/live/use-live";
import { ElapsedTime, useSecondsLeft } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { StateTag } from "@/shared/ui/state-tag";
import { useShortcut } from "@/shared/ui/use-shortcut";
import { ring } from "./model/ringer";
import styles from "./offer-card.module.css";
import { useOfferTitle } from "./use-offer-title";

interface Props {
  offer: Offer;
  /** Told before the request goes out, so that the phone may already answer. */
  onAgree: (offerId: string) => void;
  onDisagree: (offerId: string) => void;
  customer: ReactNode;
}

export function OfferCard({ offer, onAgree, onDisagree, customer }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const accept = useMutation({
    mutationFn: async () => {
      onAgree(offer.id);
      await answered(acceptOffer({ path: { offer_id: offer.id } }));
    },
    onError: (error) => {
      onDisagree(offer.id);
      void message.error(explain(error));
    },
  });
  const decline = useMutation({
    mutationFn: () => answered(declineOffer({ path: { offer_id: offer.id }, body: { reason: null } })),
    onError: (error) => void message.error(explain(error)),
  });
  const isOutside = useMe()?.phone.kind === "outside";
  const isDeciding = accept.isPending || decline.isPending || accept.isSuccess || decline.isSuccess;
  const may = (action: string) => !isDeciding && offer.actions.includes(action);
  useShortcut("KeyA", may("accept") ? () => accept.mutate() : undefined);
  useShortcut("KeyR", may("decline") ? () => decline.mutate() : undefined);

  const isInvitation = offer.purpose !== "queue";
  const title = useOfferTitle(offer);
  useEffect(
    () => (isDeciding ? undefined : ring({ title, body: offer.queue.name })),
    [title, offer.queue.name, isDeciding],
  );

  return (
    <Panel title={t("offer.title")} tone="ring" extra={<Countdown offer={offer} />}>
      <p className="unseen" role="alert">
        {title}
      </p>
      <div className={styles["tags"]}>
        {isInvitation && (
          <StateTag tone="busy" icon="people">
            {title}
          </StateTag>
        )}
        {offer.queue.name && (
          <StateTag tone="ring" icon="bell">
            {offer.queue.name}
          </StateTag>
        )}
        {offer.others_asked > 0 && (
          <StateTag tone="quiet" icon="people">
            {t("offer.others_asked", { count: offer.others_asked })}
          </StateTag>
        )}
        {/* Somebody talks already with the customer whom a colleague asks about. */}
        {!isInvitation && (
          <StateTag tone="quiet" icon="clock">
            {t("offer.waiting")} <ElapsedTime since={offer.arrived_at} />
          </StateTag>
        )}
      </div>
      {customer}
      {isOutside && (
        <Notice tone="info" icon="phone">
          {t("offer.outside")}
        </Notice>
      )}
      <div className={styles["choices"]}>
        <Button
          type="primary"
          size="large"
          className={styles["accept"] ?? ""}
          disabled={!may("accept")}
          loading={accept.isPending}
          icon={<Icon name="phoneIn" />}
          aria-keyshortcuts="Alt+A"
          onClick={() => accept.mutate()}
        >
          {t("offer.accept")} <kbd className={styles["key"]}>Alt A</kbd>
        </Button>
        <Button
          size="large"
          disabled={!may("decline")}
          loading={decline.isPending}
          aria-keyshortcuts="Alt+R"
          onClick={() => decline.mutate()}
        >
          {t("offer.decline")} <kbd className={styles["key"]}>Alt R</kbd>
        </Button>
      </div>
    </Panel>
  );
}

function Countdown({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const left = useSecondsLeft(offer.expires_at);
  const whole = Math.max(1, (Date.parse(offer.expires_at) - Date.parse(offer.offered_at)) / 1000);
  return (
    <span className={styles["countdown"]}>
      <progress max={whole} value={left} aria-label={t("offer.time_left")} />
      <span className="figures">{t("offer.seconds_left", { count: left })}</span>
    </span>
  );
}
