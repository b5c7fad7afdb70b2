/** Plays a recording: two lanes from the server's peaks, a slider for keyboards, speed, download. */
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { getJson } from "@/shared/api/plain";
import { clockText } from "@/shared/time/spans";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import type { Recording } from "./model/detail";
import { drawLanes, type Peaks } from "./model/draw-lanes";
import styles from "./recording-player.module.css";

const COLUMNS = 800;
const SPEEDS = [1, 1.5, 2];
const COLOURS = { played: "#0b5f68", customer: "#c9a27a", agent: "#8fb5b8", middle: "#d9e0dc" };
const SILENT: Peaks = { left: [], right: [] };

interface Props {
  recording: Recording;
  mayDownload: boolean;
}

export function RecordingPlayer({ recording, mayDownload }: Props) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [speed, setSpeed] = useState(1);
  const peaks = useQuery({
    queryKey: ["peaks", recording.id],
    queryFn: () => getJson<Peaks>(`${recording.peaks_url}?columns=${COLUMNS}`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const whole = recording.seconds;
  const seek = (seconds: number) => {
    setAt(seconds);
    if (audio.current) audio.current.currentTime = seconds;
  };
  const toggle = () => void (isPlaying ? audio.current?.pause() : audio.current?.play());
  const hurry = (value: number) => {
    setSpeed(value);
    if (audio.current) audio.current.playbackRate = value;
  };
  return (
    <div className={styles["player"]}>
      {/* Calls have no captions; the lanes and the timeline stand beside the sound. */}
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone call has no caption track */}
      <audio
        ref={audio}
        src={recording.url}
        // Whoever opens an interaction has not listened yet, and the audit trail must not say so.
        preload="none"
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setBroken(true)}
      />
      {isBroken && <Notice tone="danger">{t("player.failed")}</Notice>}
      <div className={styles["lanes"]}>
        <div className={styles["names"]}>
          <span>{t("player.customer")}</span>
          <span>{t("player.agent")}</span>
        </div>
        <div className={styles["wave"]}>
          <Lanes peaks={peaks.data ?? SILENT} share={whole > 0 ? at / whole : 0} />
          {whole > 0 &&
            recording.pauses.map((pause) => <Gap key={pause.begins_s} pause={pause} whole={whole} />)}
          <input
            type="range"
            min={0}
            max={whole}
            step={0.1}
            value={at}
            aria-label={t("player.seek")}
            aria-valuetext={clockText(at)}
            onChange={(event) => seek(Number(event.target.value))}
          />
        </div>
      </div>
      <div className={styles["controls"]}>
        <Button type="primary" icon={<Icon name={isPlaying ? "pause" : "play"} />} onClick={toggle}>
          {t(isPlaying ? "player.pause" : "player.play")}
        </Button>
        <span className="figures">
          {clockText(at)} / {clockText(whole)}
        </span>
        <Segmented
          aria-label={t("player.speed")}
          value={speed}
          onChange={hurry}
          options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
        {recording.missing_s > 0 && (
          <span className={styles["repaired"]}>
            {t("player.missing", { time: clockText(recording.missing_s) })}
          </span>
        )}
        {recording.is_repaired && recording.missing_s === 0 && (
          <span className={styles["repaired"]}>{t("interactions.repaired")}</span>
        )}
        {mayDownload && (
          <a className={styles["download"]} href={`${recording.url}/download`} download>
            <Icon name="download" size={18} /> {t("player.download")}
          </a>
        )}
      </div>
    </div>
  );
}

/** What was not written down, because somebody paused it: shown, never hidden. */
function Gap({ pause, whole }: { pause: Recording["pauses"][number]; whole: number }) {
  const { t } = useTranslation();
  const left = (100 * pause.begins_s) / whole;
  const width = (100 * (pause.ends_s - pause.begins_s)) / whole;
  const text = t("player.paused", { from: clockText(pause.begins_s), to: clockText(pause.ends_s) });
  return (
    <span className={styles["gap"]} style={{ left: `${left}%`, width: `${width}%` }} title={text}>
      <span className="unseen">{text}</span>
    </span>
  );
}

function Lanes({ peaks, share }: { peaks: Peaks; share: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const draw = useCallback(() => {
    if (canvas.current) drawLanes(canvas.current, peaks, share, COLOURS);
  }, [peaks, share]);
  useEffect(() => {
    draw();
    const observer = new ResizeObserver(draw);
    if (canvas.current) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [draw]);
  return <canvas ref={canvas} className={styles["canvas"]} />;
}
