/** Limits for every call, published as a version and undone by one click. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getLimits, restoreLimits, saveLimits } from "@/shared/api/generated/sdk.gen";
import type { LimitsBody, LimitsShown } from "@/shared/api/generated/types.gen";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { Publishing } from "./publishing";
import { Versions } from "./versions";

const KEY = ["admission", "limits"];
const NUMBERS = [
  "source_calls",
  "source_s",
  "repeat_within_s",
  "surge_calls_per_s",
  "surge_burst",
  "surge_lag_ms",
] as const;

export function LimitsPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const shown = useQuery({ queryKey: KEY, queryFn: () => answered(getLimits()) }).data;
  const [edited, setEdited] = useState<LimitsBody | null>(null);
  const done = (next: LimitsShown) => {
    queries.setQueryData(KEY, next);
    setEdited(null);
  };
  const save = useMutation({
    mutationFn: (limits: LimitsBody) =>
      answered(saveLimits({ body: { version: shown?.version ?? 0, limits } })),
    onSuccess: done,
  });
  const restore = useMutation({
    mutationFn: (number: number) => answered(restoreLimits({ body: { number } })),
    onSuccess: done,
  });
  if (!shown) return null;
  const limits = edited ?? shown.limits;
  return (
    <>
      <Panel className={styles["panel"]} title={t("admission.limits")}>
        <div className={styles["row"]}>
          {NUMBERS.map((name) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
            <label key={name} className={styles["field"]}>
              {t(`admission.limit.${name}`)}
              <InputNumber
                min={0}
                disabled={!mayEdit}
                value={limits[name] ?? 0}
                onChange={(value) => setEdited({ ...limits, [name]: value ?? 0 })}
              />
            </label>
          ))}
          <Checkbox
            disabled={!mayEdit}
            checked={limits.refuses_anonymous ?? false}
            onChange={(event) => setEdited({ ...limits, refuses_anonymous: event.target.checked })}
          >
            {t("admission.limit.refuses_anonymous")}
          </Checkbox>
        </div>
        <Publishing
          problem={save.error ?? restore.error}
          isBusy={save.isPending}
          onPublish={edited && (() => save.mutate(edited))}
          onDiscard={() => setEdited(null)}
        />
      </Panel>
      <Versions
        versions={shown.versions}
        mayEdit={mayEdit}
        isBusy={restore.isPending}
        onRestore={(number) => restore.mutate(number)}
      />
    </>
  );
}
