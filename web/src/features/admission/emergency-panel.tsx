/** Closing at once, with what callers are told; and opening again. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { declareEmergency, getEmergency, liftEmergency } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { useEntities } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { TextsInput } from "@/shared/ui/texts-input";
import { useAwaited } from "@/shared/ui/use-awaited";
import styles from "./admission.module.css";
import { CLOSURE_WORDS } from "./model/closure-words";

const KEY = ["admission", "emergency"];

export function EmergencyPanel({ mayClose }: { mayClose: boolean }) {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const [said, setSaid] = useState(CLOSURE_WORDS);
  const [numbers, setNumbers] = useState<string[]>([]);
  const points = useChoices("/v1/entry-points");
  // Somebody else may close or open meanwhile.
  const since = useEntities("emergency")["now"]?.since ?? null;
  const shown = useQuery({
    queryKey: [...KEY, since],
    queryFn: () => answered(getEmergency()),
    placeholderData: keepPreviousData,
  }).data;
  const change = useMutation({
    mutationFn: async (isClosed: boolean) => {
      if (!isClosed) return answered(liftEmergency());
      const body = { text: said, entry_point_ids: numbers };
      return answered(declareEmergency({ body }));
    },
    // Not what was answered: somebody else may have closed or opened again since.
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const isAwaited = useAwaited(change, since);
  if (!shown) return null;
  const closed = points
    .filter(({ value }) => shown.entry_point_ids?.includes(value))
    .map(({ label }) => label);
  return (
    <Panel className={styles["panel"]} title={t("admission.emergency")}>
      {shown.is_closed ? (
        <Notice
          tone="danger"
          action={
            mayClose && (
              <Popconfirm
                title={t("emergency.sure")}
                okText={t("emergency.open")}
                cancelText={t("form.cancel")}
                onConfirm={() => change.mutate(false)}
              >
                <Button type="primary" loading={isAwaited}>
                  {t("emergency.open")}
                </Button>
              </Popconfirm>
            )
          }
        >
          <strong>
            {t("admission.closed_since", { when: shown.since ? when.moment(shown.since) : "" })}
          </strong>{" "}
          {closed.length > 0 && <>{closed.join(", ")}. </>}
          {shown.text?.[i18n.language] ?? Object.values(shown.text ?? {})[0]}
        </Notice>
      ) : (
        <div className={styles["row"]}>
          {mayClose && (
            <div className={`${styles["field"]} ${styles["whole"]}`}>
              {t("admission.told")}
              <TextsInput label={t("admission.told")} value={said} onChange={setSaid} longest={1000} />
            </div>
          )}
          {points.length > 1 && (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
            <label className={styles["field"]}>
              {t("admission.closed_numbers")}
              <Select
                mode="multiple"
                disabled={!mayClose}
                value={numbers}
                options={points}
                optionFilterProp="label"
                placeholder={t("admission.every_number")}
                onChange={setNumbers}
              />
            </label>
          )}
          {mayClose && (
            <Button danger type="primary" loading={isAwaited} onClick={() => change.mutate(true)}>
              {t("admission.close_now")}
            </Button>
          )}
        </div>
      )}
      {change.error && <Notice tone="danger">{explain(change.error)}</Notice>}
    </Panel>
  );
}
