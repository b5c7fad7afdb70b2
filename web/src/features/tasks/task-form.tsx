/** What is to be done, and when to be reminded of it. */
import { Button, Input, Select } from "antd";
import { type ComponentRef, type ReactNode, type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { MomentInput } from "@/shared/ui/moment-input";
import { choiceOf, REMINDER_CHOICES, type ReminderChoice, reminderAt } from "./model/reminder-times";
import styles from "./tasks.module.css";

const LONGEST_TEXT = 300;

export interface Noted {
  text: string;
  due_at: string | null;
}

export type TextField = ComponentRef<typeof Input.TextArea>;

interface Props {
  field: Ref<TextField>;
  start?: Noted;
  whenLabel: string;
  saveLabel: string;
  isBusy: boolean;
  error?: ReactNode;
  onSave: (noted: Noted) => void;
}

export function TaskForm({ field, start, whenLabel, saveLabel, isBusy, error, onSave }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(start?.text ?? "");
  const [{ choice, local }, setWhen] = useState(choiceOf(start?.due_at ?? null));
  const whenId = useId();
  const isComplete = text.trim() !== "" && (choice !== "chosen" || local !== "");
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onSave({ text: text.trim(), due_at: reminderAt(choice, local, new Date()) });
      }}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label>
        {t("tasks.text")}
        <Input.TextArea
          ref={field}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={LONGEST_TEXT}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <div className={styles["field"]}>
        <label htmlFor={whenId}>{whenLabel}</label>
        <Select<ReminderChoice>
          id={whenId}
          value={choice}
          options={REMINDER_CHOICES.map((value) => ({ value, label: t(`tasks.${value}`) }))}
          onChange={(value) => setWhen({ choice: value, local })}
        />
      </div>
      {choice === "chosen" && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
        <label>
          {t("tasks.at")}
          <MomentInput required value={local} onChange={(next) => setWhen({ choice, local: next })} />
        </label>
      )}
      {error}
      <Button type="primary" htmlType="submit" disabled={!isComplete} loading={isBusy}>
        {saveLabel}
      </Button>
    </form>
  );
}
