/** The end of what is edited and then published: what went wrong, from when, publish, discard. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { serverNow } from "@/shared/time/server-clock";
import { Box } from "@/shared/ui/faults";
import { MomentInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";
import styles from "./admission.module.css";
import { isPast, laterOnly } from "./model/valid-from";

interface Props {
  /** What the server said against it. */
  problem: Error | null;
  isBusy: boolean;
  /** Null while nothing was edited; it is given when the version begins to count, null: at once. */
  onPublish: ((validFrom: string | null) => void) | null;
  onDiscard: () => void;
}

export function Publishing({ problem, isBusy, onPublish, onDiscard }: Props) {
  const { t } = useTranslation();
  const [from, setFrom] = useState("");
  const isWrong = isPast(from, serverNow());
  return (
    <>
      {problem && <Notice tone="danger">{explain(problem)}</Notice>}
      {onPublish && (
        <div className={styles["row"]}>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
          <label className={`${styles["field"]} ${styles["from"]}`}>
            {t("admission.valid_from")}
            <Box name="valid_from">
              <MomentInput value={from} onChange={setFrom} isWrong={isWrong} />
            </Box>
            {isWrong && (
              <span className={styles["wrong"]} role="status">
                {t("admission.passed.from")}
              </span>
            )}
          </label>
          <Button
            type="primary"
            disabled={isWrong}
            loading={isBusy}
            onClick={() => onPublish(laterOnly(from, serverNow()))}
          >
            {t("admission.publish")}
          </Button>
          <Button onClick={onDiscard}>{t("admission.discard")}</Button>
        </div>
      )}
    </>
  );
}
