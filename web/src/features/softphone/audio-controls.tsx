/** Mute, volume and the quality of the line, for the call that is up in this page. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "@/shared/ui/icon";
import { oneClick } from "@/shared/ui/one-click";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./audio-controls.module.css";
import { usePhoneStore } from "./model/phone-store";
import type { QualityWord } from "./model/quality";
import { softphone } from "./use-softphone";

const LOOK: Record<QualityWord, [Tone, IconName]> = {
  good: ["ready", "signal"],
  fair: ["pause", "signal"],
  poor: ["danger", "warning"],
};

export function MuteButton() {
  const { t } = useTranslation();
  const isUp = usePhoneStore((phone) => phone.call?.phase === "up");
  const isMuted = usePhoneStore((phone) => phone.isMuted);
  const toggle = () => softphone.mute(!isMuted);
  useShortcut("KeyM", isUp ? toggle : undefined);
  return (
    <Button
      size="large"
      disabled={!isUp}
      aria-pressed={isMuted}
      aria-keyshortcuts="Alt+M"
      type={isMuted ? "primary" : "default"}
      icon={<Icon name={isMuted ? "microphoneOff" : "microphone"} />}
      onClick={oneClick(toggle)}
    >
      {t(isMuted ? "talk.unmute" : "talk.mute")}
    </Button>
  );
}

export function LineQuality() {
  const { t } = useTranslation();
  const call = usePhoneStore((phone) => phone.call);
  const line = usePhoneStore((phone) => phone.line);
  const quality = usePhoneStore((phone) => phone.quality);
  const volume = usePhoneStore((phone) => phone.volume);
  return (
    <div className={styles["line"]}>
      <label className={styles["volume"]}>
        <Icon name="volume" />
        <span className="unseen">{t("talk.volume")}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={(event) => softphone.setVolume(Number(event.target.value))}
        />
      </label>
      {call?.phase !== "up" && (
        <StateTag tone="quiet" icon={line === "elsewhere" ? "phone" : "reload"}>
          {t(line === "elsewhere" ? "phone.line.elsewhere" : "talk.audio_connecting")}
        </StateTag>
      )}
      {quality && (
        <span
          title={t("talk.quality_detail", {
            loss: quality.lossPercent.toFixed(1),
            jitter: Math.round(quality.jitterMs),
            trip: Math.round(quality.roundTripMs),
          })}
        >
          <StateTag tone={LOOK[quality.word][0]} icon={LOOK[quality.word][1]}>
            {t(`talk.quality.${quality.word}`)}
          </StateTag>
        </span>
      )}
    </div>
  );
}
