/** The end of what is edited and then published: what went wrong, publish, discard. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { Notice } from "@/shared/ui/notice";
import styles from "./admission.module.css";

interface Props {
  /** What the server said against it. */
  problem: Error | null;
  isBusy: boolean;
  /** Null while nothing was edited. */
  onPublish: (() => void) | null;
  onDiscard: () => void;
}

export function Publishing({ problem, isBusy, onPublish, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {problem && <Notice tone="danger">{explain(problem)}</Notice>}
      {onPublish && (
        <div className={styles["row"]}>
          <Button type="primary" loading={isBusy} onClick={onPublish}>
            {t("admission.publish")}
          </Button>
          <Button onClick={onDiscard}>{t("admission.discard")}</Button>
        </div>
      )}
    </>
  );
}
