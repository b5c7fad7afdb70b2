/** Disposition and note, saved while they are typed; during wrap-up also the end of it. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { finishWrapUp, saveWrapUp } from "@/shared/api/generated/sdk.gen";
import { explain, isRefusal, Problem } from "@/shared/api/problems";
import type { FormQuestion, Work } from "@/shared/live/entities";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { useShortcut } from "@/shared/ui/use-shortcut";
import { type Answers, AnswersFields } from "./answers-fields";
import { DispositionSelect } from "./disposition-select";
import styles from "./notes-form.module.css";
import { OutgoingNotice } from "./outgoing-notice";
import { type SaveState, useAutosave } from "./use-autosave";
import { WrapUpTime } from "./wrap-up-time";

interface Draft {
  disposition_id: string | null;
  note: string;
  answers: Answers;
}

/** What goes to the server: answers to questions that are asked now, where there are any. */
function toBody({ disposition_id, note, answers }: Draft, questions: readonly FormQuestion[]) {
  if (questions.length === 0) return { disposition_id, note };
  const asked = questions.map(({ key }) => [key, answers[key] ?? ""] as const);
  return { disposition_id, note, answers: Object.fromEntries(asked) };
}

function isAboutTicket(error: unknown): boolean {
  return error instanceof Problem && error.code === "wrap_up.ticket_unclear";
}

/** The fields that were refused, such as `answers.q1`. */
function refusedIn(error: unknown): ReadonlySet<string> {
  return new Set(error instanceof Problem ? Object.keys(error.fields) : []);
}

/** Who wanted to finish is brought to the first field that stands in the way. */
function useFocusOnRefusal(error: unknown) {
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!error) return;
    const control = 'input, textarea, [role="combobox"]';
    const wrong = fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong?.matches(control) ? wrong : wrong?.querySelector<HTMLElement>(control))?.focus();
  }, [error]);
  return fields;
}

const SAVE_ICONS: Record<SaveState, IconName> = {
  saved: "check",
  saving: "reload",
  unsaved: "pen",
  failed: "warning",
};

/** Whether what is written is on disk, or why the server did not take it. */
function SaveLine({ state, failure }: { state: SaveState; failure: unknown }) {
  const { t } = useTranslation();
  const isRefused = isRefusal(failure);
  return (
    <p className={styles["saved"]} role="status">
      <Icon name={SAVE_ICONS[state]} size={16} />{" "}
      {isRefused && !isAboutTicket(failure)
        ? explain(failure)
        : t(`wrap_up.save.${isRefused ? "unsaved" : state}`)}
    </p>
  );
}

/** Stays until something is changed: who looked elsewhere still reads why. */
function Refusal({ error }: { error: unknown }) {
  if (!error || isAboutTicket(error)) return null;
  return <Notice tone="danger">{explain(error)}</Notice>;
}

// Mount with key={work.id}: what is typed belongs to one interaction and is never overwritten.
export function NotesForm({ work }: { work: Work }) {
  const { t } = useTranslation();
  const ids = { disposition: useId(), note: useId() };
  const [draft, setDraft] = useState<Draft>({
    disposition_id: work.disposition_id,
    note: work.note,
    answers: work.answers,
  });
  const questions = work.form?.fields ?? [];
  const path = { interaction_id: work.id };
  const autosave = useAutosave((body: Draft) =>
    answered(saveWrapUp({ path, body: toBody(body, questions) })),
  );
  const finish = useMutation({
    mutationFn: () => answered(finishWrapUp({ path, body: toBody(draft, questions) })),
    onSuccess: autosave.settle,
  });
  const isWrapUp = work.state === "wrap_up";
  const failure = autosave.failure ?? finish.error;
  const refused = refusedIn(failure);
  const fields = useFocusOnRefusal(finish.error);
  const mayFinish = work.actions.includes("finish") && !finish.isPending;
  useShortcut("KeyW", isWrapUp && mayFinish ? () => finish.mutate() : undefined);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    finish.reset();
    if (work.actions.includes("save_wrap_up")) autosave.change(next);
  };

  return (
    <Panel
      title={t(isWrapUp ? "wrap_up.title" : "wrap_up.notes_title")}
      tone={isWrapUp ? "wrap" : "plain"}
      extra={isWrapUp ? <WrapUpTime work={work} /> : undefined}
    >
      <div className={styles["form"]} ref={fields}>
        {isWrapUp && <OutgoingNotice work={work} />}
        {isWrapUp && <p className={styles["who"]}>{work.customer.name || work.customer.number}</p>}
        <label htmlFor={ids.disposition}>
          {t("wrap_up.disposition")}
          {work.form?.needs_disposition && (
            <span className={styles["required"]}> · {t("wrap_up.required")}</span>
          )}
        </label>
        <DispositionSelect
          id={ids.disposition}
          choices={work.dispositions}
          value={draft.disposition_id}
          isRefused={refused.has("disposition_id")}
          onChange={(disposition_id) => change({ disposition_id })}
        />
        <AnswersFields
          questions={questions}
          answers={draft.answers}
          refused={refused}
          ticketAddress={work.ticket_address}
          ticketRefusal={isAboutTicket(failure) ? t("ticket.unclear") : null}
          onChange={(answers) => change({ answers })}
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
        <SaveLine state={autosave.state} failure={autosave.failure} />
        <Refusal error={finish.error} />
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
