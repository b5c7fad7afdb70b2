/** The phone at a glance, the way to its sound settings, and what to do when it cannot work. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/use-live";
import type { IconName } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import { KeptLine } from "./kept-line";
import { type LineState, usePhoneStore } from "./model/phone-store";
import { OutsidePhone } from "./outside-phone";
import styles from "./phone-status.module.css";
import { SoundSettings } from "./sound-settings";
import { softphone } from "./use-softphone";

const LOOK: Record<LineState, [Tone, IconName]> = {
  off: ["quiet", "power"],
  elsewhere: ["quiet", "phone"],
  connecting: ["quiet", "reload"],
  registered: ["ready", "phone"],
  lost: ["danger", "warning"],
  refused: ["danger", "warning"],
};

export function PhoneStatus() {
  const { t } = useTranslation();
  const me = useMe();
  const line = usePhoneStore((phone) => phone.line);
  const [isOpen, setIsOpen] = useState(false);
  if (!me) return null;
  if (me.phone.kind === "sip") {
    const { is_reachable } = me.phone;
    return (
      <>
        <StateTag tone={is_reachable ? "ready" : "danger"} icon={is_reachable ? "phone" : "warning"}>
          {t(is_reachable ? "phone.desk_reachable" : "phone.desk_unreachable")}
        </StateTag>
        <KeptLine phone={me.phone} />
      </>
    );
  }
  if (me.phone.kind === "outside") return <OutsidePhone phone={me.phone} />;
  const [tone, icon] = LOOK[line];
  return (
    <>
      <button
        type="button"
        className={styles["open"]}
        title={t("sound.open")}
        onClick={() => setIsOpen(true)}
      >
        <StateTag tone={tone} icon={icon}>
          {t(`phone.line.${line}`)}
        </StateTag>
      </button>
      <KeptLine phone={me.phone} />
      {isOpen && <SoundSettings onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** Shown above everything else while the microphone cannot be used: without it nobody hears you. */
export function MicrophoneHint() {
  const { t } = useTranslation();
  const me = useMe();
  const microphone = usePhoneStore((phone) => phone.microphone);
  if (me?.phone.kind !== "browser" || microphone === "granted" || microphone === "unknown") return null;
  if (microphone === "asking")
    return (
      <Notice tone="info" icon="microphone">
        {t("phone.microphone.asking")}
      </Notice>
    );
  const again = (
    <Button onClick={() => void softphone.askMicrophone()}>{t("phone.microphone.try_again")}</Button>
  );
  return (
    <Notice tone="danger" icon="microphoneOff" action={microphone === "insecure" ? undefined : again}>
      <strong>{t(`phone.microphone.${microphone}_title`)}</strong> {t(`phone.microphone.${microphone}`)}
    </Notice>
  );
}
