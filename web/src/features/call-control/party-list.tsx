/** Who is in the call, where everybody is, and what may be done about each. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Party, Work } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon, type IconName } from "@/shared/ui/icon";
import { oneClick } from "@/shared/ui/one-click";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import { useAwaited } from "@/shared/ui/use-awaited";
import styles from "./party-list.module.css";
import { usePartyWishes } from "./use-call-wishes";

const LOOK: Record<Party["place"], [Tone, IconName]> = {
  ringing: ["ring", "bell"],
  main: ["busy", "headset"],
  consult: ["wrap", "headset"],
  held: ["pause", "pause"],
};

export function PartyList({ work }: { work: Work }) {
  const { t } = useTranslation();
  if (work.parties.length === 0) return null;
  const who = work.customer.name || work.customer.number || t("customer.unknown");
  return (
    <section aria-label={t("call_control.parties")} className={styles["parties"]}>
      <h3>{t("call_control.parties")}</h3>
      <ul>
        {work.direction !== "internal" && (
          <li>
            <Icon name="person" size={18} />
            <span className={styles["who"]}>
              <strong>{who}</strong> <span className={styles["soft"]}>{t("call_control.customer")}</span>
              <span className={styles["tags"]}>
                <PlaceTag place={work.is_customer_waiting ? "held" : "main"} />
              </span>
            </span>
          </li>
        )}
        {work.parties.map((party) => (
          <PartyRow key={party.id} interactionId={work.id} party={party} place={placeOf(party, work)} />
        ))}
      </ul>
    </section>
  );
}

/** A colleague who was asked hears music while the one who asked is back with the customer. */
function placeOf(party: Party, work: Work): Party["place"] {
  return party.place === "consult" && work.place === "main" ? "held" : party.place;
}

function PlaceTag({ place }: { place: Party["place"] }) {
  const { t } = useTranslation();
  const [tone, icon] = LOOK[place];
  return (
    <StateTag tone={tone} icon={icon}>
      {t(`call_control.place.${place}`)}
    </StateTag>
  );
}

interface RowProps {
  interactionId: string;
  party: Party;
  place: Party["place"];
}

function PartyRow({ interactionId, party, place }: RowProps) {
  const { t } = useTranslation();
  const { mute, remove } = usePartyWishes(interactionId, party.id);
  const isMuteAwaited = useAwaited(mute, party.is_muted);
  const name = party.name || party.number;
  const may = (action: string) => party.actions.includes(action);
  const heard = party.is_muted ? "unmute" : "mute";
  return (
    <li>
      <Icon name={party.kind === "agent" ? "headset" : "phone"} size={18} />
      <span className={styles["who"]}>
        <strong>{name}</strong> <ElapsedTime since={party.since} className={styles["soft"] ?? ""} />
        <span className={styles["tags"]}>
          <PlaceTag place={place} />
          {party.is_muted && (
            <StateTag tone="pause" icon="microphoneOff">
              {t("call_control.muted")}
            </StateTag>
          )}
        </span>
      </span>
      <span className={styles["acts"]}>
        {may(heard) && (
          <Button
            type="text"
            icon={<Icon name={party.is_muted ? "microphone" : "microphoneOff"} size={18} />}
            aria-label={t(`call_control.${heard}`, { name })}
            title={t(`call_control.${heard}`, { name })}
            loading={isMuteAwaited}
            onClick={oneClick(() => mute.mutate(!party.is_muted))}
          />
        )}
        {may("remove") && (
          <Button
            type="text"
            danger
            icon={<Icon name="phoneDown" size={18} />}
            aria-label={t("call_control.remove", { name })}
            title={t("call_control.remove", { name })}
            loading={remove.isPending}
            onClick={oneClick(() => remove.mutate())}
          />
        )}
      </span>
    </li>
  );
}
