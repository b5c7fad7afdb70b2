/** Which music customers hear while they wait: one of those there are, heard by a press. */
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listMusic } from "@/shared/api/generated/sdk.gen";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import type { Control } from "./control";
import styles from "./queue-editor.module.css";

export function MusicField({ id, value = "default", onChange }: Control<string>) {
  const { t } = useTranslation();
  const music = useQuery({
    queryKey: ["music"],
    queryFn: async () => (await answered(listMusic())).items,
  }).data;
  const names = music?.map(({ name }) => name) ?? [];
  const isGone = music !== undefined && !names.includes(value);
  const label = (name: string) => (name === "default" ? t("queue_editor.music_default") : name);
  return (
    <div className={styles["music"]}>
      <Select
        {...(id ? { id } : {})}
        value={value}
        options={(isGone ? [value, ...names] : names).map((name) => ({ value: name, label: label(name) }))}
        onChange={(next: string) => onChange?.(next)}
      />
      <Listen key={value} name={value} isDisabled={isGone || music === undefined} />
      {isGone && <Notice tone="pause">{t("queue_editor.music_gone")}</Notice>}
    </div>
  );
}

function Listen({ name, isDisabled }: { name: string; isDisabled: boolean }) {
  const { t } = useTranslation();
  const [isPlaying, setIsPlaying] = useState(false);
  const sound = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = sound.current;
    return () => element?.pause();
  }, []);
  const toggle = () => {
    if (isPlaying) sound.current?.pause();
    else void sound.current?.play().catch(() => setIsPlaying(false));
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: music has no words */}
      <audio
        ref={sound}
        src={`/v1/music/${encodeURIComponent(name)}/sample`}
        preload="none"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
      />
      <Button
        disabled={isDisabled}
        icon={<Icon name={isPlaying ? "pause" : "play"} size={18} />}
        onClick={toggle}
      >
        {t(isPlaying ? "queue_editor.music_stop" : "queue_editor.music_listen")}
      </Button>
    </>
  );
}
