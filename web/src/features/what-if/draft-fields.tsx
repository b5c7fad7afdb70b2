/** The next change while it is being put together: whom, what, and how it would be. */
import { Button, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useChoices, useRecords } from "@/shared/api/records";
import { Icon } from "@/shared/ui/icon";
import {
  type Change,
  type Draft,
  firstValue,
  type Subject,
  standing,
  type Wrong,
  wrongWith,
} from "./model/changes";
import { useThings } from "./use-things";
import { ValueInput } from "./value-input";
import styles from "./what-if.module.css";

interface Props {
  subject: Subject;
  made: readonly Change[];
  draft: Draft;
  onChange: (draft: Draft | null) => void;
  onMade: (change: Change) => void;
}

export function DraftFields({ subject, made, draft, onChange, onMade }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const path = subject === "agents" ? "/v1/agents" : "/v1/queues";
  const { whom, what, value } = draft;
  const record = useRecords(path).find((one) => one.id === whom);
  const choices = useChoices(path);
  const things = useThings(subject, record, made);
  const now = what ? standing(record, what) : undefined;
  const search = { showSearch: true, optionFilterProp: "label" };
  const set = (next: Draft) => {
    setWrong(null);
    onChange(next);
  };
  const add = () => {
    if (!whom || !what) return;
    const found = wrongWith(what, value, now);
    if (found) setWrong(found);
    else if (value !== undefined) onMade({ whom, what, value });
  };
  return (
    <div className={styles["draft"]}>
      <div className={styles["fields"]}>
        <Select
          {...search}
          aria-label={t(`what_if.whom_${subject}`)}
          placeholder={t(`what_if.whom_${subject}`)}
          value={whom}
          options={choices}
          onChange={(next) => set({ whom: next, what: null, value: undefined })}
        />
        {whom && (
          <Select
            {...search}
            popupMatchSelectWidth={320}
            aria-label={t("what_if.what")}
            placeholder={t("what_if.what")}
            value={what}
            options={things}
            onChange={(next: string) =>
              set({ whom, what: next, value: firstValue(next, standing(record, next)) })
            }
          />
        )}
        {what && (
          <div className={styles["value"]}>
            <ValueInput
              id={`${id}-value`}
              subject={subject}
              what={what}
              now={now}
              value={value}
              describedBy={`${id}-wrong`}
              isWrong={wrong !== null}
              onChange={(next) => set({ ...draft, value: next })}
              onEnter={add}
            />
            <p id={`${id}-wrong`} role="alert" className={styles["wrong"]}>
              {wrong?.is === "missing" && t("form.required")}
              {wrong?.is === "same" && t("what_if.same")}
              {wrong?.is === "beyond" && t("form.between", { first: wrong.first, second: wrong.second })}
            </p>
          </div>
        )}
      </div>
      <div className={styles["acts"]}>
        {what && <Button onClick={add}>{t("form.add")}</Button>}
        <Button
          type="text"
          icon={<Icon name="cross" size={17} />}
          aria-label={t("form.cancel")}
          onClick={() => onChange(null)}
        />
      </div>
    </div>
  );
}
