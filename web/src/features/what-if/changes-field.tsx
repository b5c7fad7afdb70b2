/** What is different about agents or queues: a line each, and one editor for the next. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import { DraftFields } from "./draft-fields";
import {
  type Change,
  type Changes,
  FRESH_DRAFT,
  NO_CHANGES,
  type Subject,
  withChange,
} from "./model/changes";
import { useWords } from "./use-words";
import styles from "./what-if.module.css";

// As many as one request may hold, were they all of different agents.
const MOST = 100;

interface Props {
  subject: Subject;
  value?: Changes;
  onChange?: (changes: Changes) => void;
}

export function ChangesField({ subject, value = NO_CHANGES, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords(subject);
  const { made, draft } = value;
  const without = (gone: Change) => onChange?.({ ...value, made: made.filter((one) => one !== gone) });
  return (
    <div className={styles["changes"]}>
      {made.length > 0 && (
        <ul className={styles["lines"]} aria-label={t(`what_if.lines_${subject}`)}>
          {made.map((change) => (
            <li key={`${change.whom} ${change.what}`}>
              <span>{words(change)}</span>
              <Button
                type="text"
                size="small"
                icon={<Icon name="cross" size={17} />}
                aria-label={`${t("form.remove")}: ${words(change)}`}
                onClick={() => without(change)}
              />
            </li>
          ))}
        </ul>
      )}
      {draft && (
        <DraftFields
          subject={subject}
          made={made}
          draft={draft}
          onChange={(next) => onChange?.({ made, draft: next })}
          onMade={(change) => onChange?.({ made: withChange(made, change), draft: null })}
        />
      )}
      {!draft && made.length < MOST && (
        <Button
          icon={<Icon name="plus" size={17} />}
          onClick={() => onChange?.({ made, draft: FRESH_DRAFT })}
        >
          {t(`what_if.change_${subject}`)}
        </Button>
      )}
    </div>
  );
}
