/** What is to be put on a list: the lines, and what counts for all of them. */
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { serverNow } from "@/shared/time/server-clock";
import { clearing } from "@/shared/ui/clearing";
import { Box } from "@/shared/ui/faults";
import { MomentInput } from "@/shared/ui/moment-input";
import { RefusedBoxes } from "@/shared/ui/refused-boxes";
import styles from "./admission.module.css";
import { isOver } from "./model/valid-from";

export interface EntryDraft {
  lines: string;
  reason: string;
  /** As the field for day and time gives it; empty: for good. */
  expires_at: string;
  entry_point_id: string | null;
}

export const NO_ENTRIES: EntryDraft = { lines: "", reason: "", expires_at: "", entry_point_id: null };

interface Props {
  value: EntryDraft;
  onChange: (value: EntryDraft) => void;
  refused: Error | null;
  sent: EntryDraft | undefined;
}

export function EntryFields({ value, onChange, refused, sent }: Props) {
  const { t } = useTranslation();
  const points = useChoices("/v1/entry-points");
  const change = (part: Partial<EntryDraft>) => onChange({ ...value, ...part });
  const isWrong = isOver(value.expires_at, serverNow());
  return (
    <RefusedBoxes error={refused} sent={sent} now={value}>
      <Box name="lines">
        <Input.TextArea
          aria-label={t("admission.lines")}
          placeholder={"+8613800138000, …\n+86139*\n+8613700????01\nHK"}
          rows={4}
          value={value.lines}
          onChange={({ target }) => change({ lines: target.value })}
        />
      </Box>
      <div className={styles["fields"]}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.reason")}
          <Box name="reason">
            <Input
              value={value.reason}
              maxLength={200}
              onChange={({ target }) => change({ reason: target.value })}
            />
          </Box>
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.expires_at")}
          <Box name="expires_at">
            <MomentInput
              value={value.expires_at}
              onChange={(expires_at) => change({ expires_at })}
              isWrong={isWrong}
            />
          </Box>
          {isWrong && (
            <span className={styles["wrong"]} role="status">
              {t("admission.passed.until")}
            </span>
          )}
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.for_number")}
          <Box name="entry_point_id">
            <Select
              allowClear={clearing()}
              value={value.entry_point_id}
              options={points}
              placeholder={t("admission.every_number")}
              onChange={(id: string | null | undefined) => change({ entry_point_id: id ?? null })}
            />
          </Box>
        </label>
      </div>
    </RefusedBoxes>
  );
}
