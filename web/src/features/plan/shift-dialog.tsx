/** One shift with its activities: made, changed or taken out. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changePlan } from "@/shared/api/generated/sdk.gen";
import type { PlanChange, ShiftView } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { TimeInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";
import { bodyOf, draftOf, KINDS, type Part, partAfter, type ShiftDraft } from "./model/draft";
import styles from "./shift-dialog.module.css";
import { useChanged } from "./use-plan-acts";

export interface EditedCell {
  agent: { id: string; name: string };
  day: string;
  dayName: string;
  shift: ShiftView | null;
}

export function ShiftDialog({ cell, onClose }: { cell: EditedCell | null; onClose: () => void }) {
  return (
    <Modal
      open={cell !== null}
      title={cell ? `${cell.agent.name} · ${cell.dayName}` : ""}
      footer={null}
      width={560}
      destroyOnHidden
      onCancel={onClose}
    >
      {cell && <ShiftForm cell={cell} onClose={onClose} />}
    </Modal>
  );
}

function ShiftForm({ cell, onClose }: { cell: EditedCell; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useChanged();
  const [draft, setDraft] = useState<ShiftDraft>(() => draftOf(cell.shift));
  const id = useId();
  const keep = useMutation({
    mutationFn: (body: PlanChange) => answered(changePlan({ body })),
    onSuccess: (done, body) => {
      const text = body.removed?.length ? "plan.removed" : "plan.saved";
      void changed(t(text, { name: cell.agent.name }), done);
    },
  });
  const change = (body: PlanChange) => keep.mutate(body, { onSuccess: onClose });
  const set = (part: Partial<ShiftDraft>) => setDraft({ ...draft, ...part });
  const setPart = (at: number, part: Partial<Part>) =>
    set({ parts: draft.parts.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        change({ saved: [bodyOf(draft, cell.agent.id, cell.day, cell.shift)], removed: [] });
      }}
    >
      <div className={styles["times"]}>
        <label htmlFor={`${id}-start`}>
          {t("plan.starts")}
          <TimeInput
            required
            className={styles["time"]}
            id={`${id}-start`}
            value={draft.start}
            onChange={(start) => set({ start })}
          />
        </label>
        <label htmlFor={`${id}-end`}>
          {t("plan.ends")}
          <TimeInput
            required
            className={styles["time"]}
            id={`${id}-end`}
            value={draft.end}
            onChange={(end) => set({ end })}
          />
        </label>
        {draft.start && draft.end && draft.end <= draft.start && <span>{t("plan.next_morning")}</span>}
      </div>
      <fieldset className={styles["parts"]}>
        <legend>{t("plan.activities")}</legend>
        {draft.parts.map((part, at) => (
          <PartRow
            key={part.row}
            part={part}
            number={at + 1}
            onChange={(more) => setPart(at, more)}
            onRemove={() => set({ parts: draft.parts.filter((_, other) => other !== at) })}
          />
        ))}
        <Button
          icon={<Icon name="plus" size={17} />}
          onClick={() => set({ parts: [...draft.parts, partAfter(draft)] })}
        >
          {t("plan.add_activity")}
        </Button>
      </fieldset>
      <label htmlFor={`${id}-note`}>
        {t("plan.note")}
        <Input
          id={`${id}-note`}
          maxLength={300}
          value={draft.note}
          onChange={({ target }) => set({ note: target.value })}
        />
      </label>
      {keep.error && <Notice tone="danger">{explain(keep.error)}</Notice>}
      <div className={styles["acts"]}>
        {cell.shift && (
          <Button
            danger
            loading={keep.isPending && Boolean(keep.variables?.removed?.length)}
            onClick={() => cell.shift && change({ saved: [], removed: [cell.shift.id] })}
          >
            {t("plan.remove")}
          </Button>
        )}
        <Button type="primary" htmlType="submit" loading={keep.isPending && !keep.variables?.removed?.length}>
          {t("plan.save")}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  part: Part;
  number: number;
  onChange: (part: Partial<Part>) => void;
  onRemove: () => void;
}

function PartRow({ part, number, onChange, onRemove }: PartProps) {
  const { t } = useTranslation();
  const label = (text: string) => `${text} (${number})`;
  return (
    <div className={styles["part"]}>
      <Select
        aria-label={label(t("plan.activity"))}
        value={part.kind}
        options={KINDS.map((kind) => ({ value: kind, label: t(`plan.kind.${kind}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <TimeInput
        required
        className={styles["time"]}
        aria-label={label(t("plan.starts"))}
        value={part.start}
        onChange={(start) => onChange({ start })}
      />
      <span aria-hidden="true">–</span>
      <TimeInput
        required
        className={styles["time"]}
        aria-label={label(t("plan.ends"))}
        value={part.end}
        onChange={(end) => onChange({ end })}
      />
      <Button
        type="text"
        icon={<Icon name="cross" size={17} />}
        aria-label={label(t("form.remove"))}
        onClick={onRemove}
      />
      <Input
        className={styles["part_note"] ?? ""}
        aria-label={label(t("plan.note"))}
        placeholder={t("plan.note")}
        maxLength={300}
        value={part.note}
        onChange={({ target }) => onChange({ note: target.value })}
      />
    </div>
  );
}
