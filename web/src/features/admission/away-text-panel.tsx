/** What callers hear while the centre is away: words in each language, heard before they are saved. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getAwayText, hearAwayText, restoreAwayText, saveAwayText } from "@/shared/api/generated/sdk.gen";
import type { AwayTextShown } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { nameOfLanguage } from "@/shared/i18n/languages";
import { textsTold } from "@/shared/i18n/texts-told";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

const KEY = ["away-text"];
const LONGEST = 500;

type Texts = Record<string, string>;

export function AwayTextPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const { shown, edited, setEdited, save, restore } = useEdition<AwayTextShown, Texts, Texts>(KEY, {
    load: () => answered(getAwayText()),
    save: (text, version) => answered(saveAwayText({ body: { text, version } })),
    restore: (number) => answered(restoreAwayText({ path: { number } })),
  });
  if (!shown) return null;
  const text = edited ?? shown.text;
  const isEmpty = Object.values(text).every((words) => !words.trim());
  const problem = save.error ?? restore.error;
  return (
    <>
      <Panel className={styles["panel"]} title={t("away_text.title")}>
        <p className={styles["lead"]}>{t("away_text.lead")}</p>
        <div className={styles["halves"]}>
          {shown.languages.map((language) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
            <label key={language} className={styles["field"]}>
              {nameOfLanguage(language)}
              <Input.TextArea
                lang={language}
                autoSize={{ minRows: 2, maxRows: 6 }}
                maxLength={LONGEST}
                disabled={!mayEdit}
                placeholder={t("away_text.not_heard")}
                value={text[language] ?? ""}
                onChange={({ target }) => setEdited({ ...text, [language]: target.value })}
              />
            </label>
          ))}
        </div>
        {isEmpty && <p className={styles["wrong"]}>{t("away_text.empty")}</p>}
        {problem && <Notice tone="danger">{explain(problem)}</Notice>}
        {mayEdit && (
          <div className={styles["row"]}>
            <Listen key={JSON.stringify(text)} text={text} isDisabled={isEmpty} />
            {edited && (
              <>
                <Button
                  type="primary"
                  disabled={isEmpty}
                  loading={save.isPending}
                  onClick={() => save.mutate(edited)}
                >
                  {t("form.save")}
                </Button>
                <Button onClick={() => setEdited(null)}>{t("admission.discard")}</Button>
              </>
            )}
          </div>
        )}
      </Panel>
      <Editions
        versions={shown.versions}
        told={(said: Texts) => textsTold(said)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}

/** These words as callers would hear them. */
function Listen({ text, isDisabled }: { text: Texts; isDisabled: boolean }) {
  const { t } = useTranslation();
  const [isPlaying, setIsPlaying] = useState(false);
  const sound = useRef<HTMLAudioElement | null>(null);
  useEffect(
    () => () => {
      sound.current?.pause();
      if (sound.current) URL.revokeObjectURL(sound.current.src);
    },
    [],
  );
  const speak = useMutation({
    mutationFn: () => answered(hearAwayText({ body: { text }, parseAs: "blob" })),
    onSuccess: async (spoken) => {
      const audio = new Audio(URL.createObjectURL(spoken));
      audio.addEventListener("pause", () => setIsPlaying(false));
      sound.current = audio;
      setIsPlaying(true);
      await audio.play().catch(() => setIsPlaying(false));
    },
  });
  return (
    <>
      <Button
        disabled={isDisabled}
        loading={speak.isPending}
        icon={<Icon name={isPlaying ? "pause" : "play"} size={18} />}
        onClick={() => (isPlaying ? sound.current?.pause() : speak.mutate())}
      >
        {t(isPlaying ? "away_text.stop" : "away_text.listen")}
      </Button>
      {speak.error && <Notice tone="danger">{explain(speak.error)}</Notice>}
    </>
  );
}
