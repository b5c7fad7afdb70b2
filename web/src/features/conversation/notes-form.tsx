/** Disposition and note, saved while they are typed; during wrap-up also the end of it. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Input, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { finishWrapUp, saveWrapUp } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Work } from "@/shared/live/entities";
import { useSecondsLeft } from "@/shared/time/elapsed-time";
import { clockText } from "@/shared/time/spans";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { StateTag } from "@/shared/ui/state-tag";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./notes-form.module.css";
import { type SaveState, useAutosave } from "./use-autosave";

interface Draft {
  disposition_id: string | null;
  note: string;
}

const SAVE_ICONS: Record<SaveState, IconName> = {
  saved: "check",
  saving: "reload",
  unsaved: "pen",
  failed: "warning",
};

// Mount with key={work.id}: what is typed belongs to one interaction and is never overwritten.
export function NotesForm({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const ids = { disposition: useId(), note: useId() };
  const [draft, setDraft] = useState<Draft>({ disposition_id: work.disposition_id, note: work.note });
  const path = { interaction_id: work.id };
  const autosave = useAutosave((body: Draft) => answered(saveWrapUp({ path, body })));
  const finish = useMutation({
    mutationFn: () => answered(finishWrapUp({ path, body: draft })),
    onSuccess: autosave.settle,
    onError: (error) => void message.error(explain(error)),
  });
  const isWrapUp = work.state === "wrap_up";
  const mayFinish = work.actions.includes("finish") && !finish.isPending;
  useShortcut("KeyW", isWrapUp && mayFinish ? () => finish.mutate() : undefined);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (work.actions.includes("save_wrap_up")) autosave.change(next);
  };

  return (
    <Panel
      title={t(isWrapUp ? "wrap_up.title" : "wrap_up.notes_title")}
      tone={isWrapUp ? "wrap" : "plain"}
      extra={isWrapUp ? <Limit endsBy={work.ends_by} /> : undefined}
    >
      <div className={styles["form"]}>
        {isWrapUp && <p className={styles["who"]}>{work.customer.name || work.customer.number}</p>}
        <label htmlFor={ids.disposition}>{t("wrap_up.disposition")}</label>
        <Select
          id={ids.disposition}
          showSearch
          optionFilterProp="label"
          allowClear
          size="large"
          placeholder={t("wrap_up.choose")}
          value={draft.disposition_id}
          options={work.dispositions.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value: string | undefined) => change({ disposition_id: value ?? null })}
        />
        <label htmlFor={ids.note}>{t("wrap_up.note")}</label>
        <Input.TextArea
          id={ids.note}
          value={draft.note}
          maxLength={4000}
          rows={4}
          className={styles["note"] ?? ""}
          onChange={(event) => change({ note: event.target.value })}
        />
        <p className={styles["saved"]} role="status">
          <Icon name={SAVE_ICONS[autosave.state]} size={16} /> {t(`wrap_up.save.${autosave.state}`)}
        </p>
        {isWrapUp && (
          <Button
            type="primary"
            size="large"
            block
            disabled={!mayFinish}
            loading={finish.isPending}
            aria-keyshortcuts="Alt+W"
            icon={<Icon name="check" />}
            onClick={() => finish.mutate()}
          >
            {t("wrap_up.finish")}
          </Button>
        )}
      </div>
    </Panel>
  );
}

function Limit({ endsBy }: { endsBy: string | null }) {
  const { t } = useTranslation();
  const left = useSecondsLeft(endsBy);
  if (endsBy === null) return null;
  return (
    <StateTag tone={left < 15 ? "danger" : "wrap"} icon="clock">
      <span className="figures">{t("wrap_up.left", { time: clockText(left) })}</span>
    </StateTag>
  );
}
