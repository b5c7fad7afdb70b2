/** Moves through the day: by slider, by arrow keys, or by itself. */
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWhen } from "@/shared/time/use-when";
import { Icon } from "@/shared/ui/icon";
import { type Span, STEP_MS } from "./model/instants";
import styles from "./time-machine.module.css";

const FRAME_MS = 250;
// Played at 120 times the speed of life.
const FRAME_STEPS = 3;

interface Props {
  span: Span;
  at: number;
  isPlaying: boolean;
  onMove: (at: number) => void;
  onPlay: (isPlaying: boolean) => void;
}

export function Scrubber({ span, at, isPlaying, onMove, onPlay }: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const latest = useRef({ at, span, onMove, onPlay });
  latest.current = { at, span, onMove, onPlay };
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      const now = latest.current;
      if (now.at >= now.span.last) now.onPlay(false);
      else now.onMove(now.at + FRAME_STEPS * STEP_MS);
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [isPlaying]);
  const time = when.exact(new Date(at).toISOString());
  return (
    <div className={styles["scrubber"]}>
      <Button
        type="primary"
        icon={<Icon name={isPlaying ? "pause" : "play"} />}
        onClick={() => onPlay(!isPlaying)}
      >
        {t(isPlaying ? "player.pause" : "player.play")}
      </Button>
      <output className={`${styles["time"]} figures`}>{time}</output>
      <input
        type="range"
        className={styles["slider"]}
        min={span.first}
        max={span.last}
        step={STEP_MS}
        value={at}
        aria-label={t("past.slider")}
        aria-valuetext={time}
        onChange={({ target }) => onMove(Number(target.value))}
      />
    </div>
  );
}
