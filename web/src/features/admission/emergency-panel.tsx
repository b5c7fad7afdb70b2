/** Closing at once, with what callers are told; and opening again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { declareEmergency, getEmergency, liftEmergency } from "@/shared/api/generated/sdk.gen";
import type { EmergencyShown } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

const KEY = ["admission", "emergency"];

export function EmergencyPanel({ mayClose }: { mayClose: boolean }) {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const [said, setSaid] = useState<string | null>(null);
  const shown = useQuery({ queryKey: KEY, queryFn: () => answered(getEmergency()) }).data;
  const text = said ?? t("admission.emergency_text");
  const change = useMutation({
    mutationFn: async (isClosed: boolean): Promise<EmergencyShown> => {
      if (!isClosed) return answered(liftEmergency());
      return answered(declareEmergency({ body: { text: { [i18n.language]: text } } }));
    },
    onSuccess: (next) => queries.setQueryData(KEY, next),
  });
  if (!shown) return null;
  return (
    <Panel className={styles["panel"]} title={t("admission.emergency")}>
      {shown.is_closed ? (
        <Notice
          tone="danger"
          action={
            mayClose && (
              <Button type="primary" loading={change.isPending} onClick={() => change.mutate(false)}>
                {t("admission.open_again")}
              </Button>
            )
          }
        >
          <strong>{t("admission.closed_since", { when: shown.since ? when.exact(shown.since) : "" })}</strong>{" "}
          {Object.values(shown.text ?? {}).join(" ")}
        </Notice>
      ) : (
        <div className={styles["row"]}>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
          <label className={`${styles["field"]} ${styles["grow"]}`}>
            {t("admission.told")}
            <Input value={text} disabled={!mayClose} onChange={(event) => setSaid(event.target.value)} />
          </label>
          {mayClose && (
            <Button danger type="primary" loading={change.isPending} onClick={() => change.mutate(true)}>
              {t("admission.close_now")}
            </Button>
          )}
        </div>
      )}
      {change.error && <Notice tone="danger">{explain(change.error)}</Notice>}
    </Panel>
  );
}
