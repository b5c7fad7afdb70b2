/** The keyboard shortcuts, written down where they can be found. */
import { useTranslation } from "react-i18next";
import styles from "./shortcuts.module.css";

const KEYS = [
  ["Alt D", "dialling.title"],
  ["Alt A", "offer.accept"],
  ["Alt R", "offer.decline"],
  ["Alt M", "talk.mute"],
  ["Alt H", "talk.hold"],
  ["Alt Q", "talk.hang_up"],
  ["Alt R", "recording.pause"],
  ["Alt T", "call_control.transfer"],
  ["Alt C", "call_control.consult"],
  ["Alt I", "call_control.conference"],
  ["Alt K", "call_control.park"],
  ["Alt F", "call_control.flow"],
  ["Alt B", "call_control.take_back"],
  ["Alt S", "call_control.toggle_consult"],
  ["Alt G", "call_control.merge_consult"],
  ["Alt P", "call_control.complete_consult"],
  ["Alt X", "call_control.cancel_consult"],
  ["Alt L", "call_control.leave"],
  ["Alt W", "wrap_up.finish"],
  ["Alt E", "wrap_up.more_time"],
] as const;

export function Shortcuts() {
  const { t } = useTranslation();
  return (
    <dl className={styles["list"]}>
      {KEYS.map(([key, text]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
