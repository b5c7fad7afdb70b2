/** Limits for every call, published as a version and undone by one click. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getLimits, restoreLimits, saveLimits } from "@/shared/api/generated/sdk.gen";
import type { LimitsBody, LimitsShown } from "@/shared/api/generated/types.gen";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { LimitFields } from "./limit-fields";
import { OpenCallsField } from "./open-calls-field";
import { Publishing } from "./publishing";
import { Versions } from "./versions";

const KEY = ["admission", "limits"];

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
    mutationFn: ({ limits, from }: { limits: LimitsBody; from: string | null }) =>
      answered(saveLimits({ body: { version: shown?.version ?? 0, limits, valid_from: from } })),
    onSuccess: done,
  });
  const restore = useMutation({
    mutationFn: (number: number) => answered(restoreLimits({ body: { number } })),
    onSuccess: done,
  });
  if (!shown) return null;
  const limits = edited ?? shown.limits;
  const change = (part: Partial<LimitsBody>) => setEdited({ ...limits, ...part });
  return (
    <>
      <Panel className={styles["panel"]} title={t("admission.limits")}>
        <p className={styles["lead"]}>{t("admission.limits_lead")}</p>
        <LimitFields limits={limits} mayEdit={mayEdit} onChange={change} />
        <OpenCallsField
          value={limits.open_calls ?? {}}
          mayEdit={mayEdit}
          onChange={(open_calls) => change({ open_calls })}
        />
        <Publishing
          problem={save.error ?? restore.error}
          isBusy={save.isPending}
          onPublish={edited && ((from) => save.mutate({ limits: edited, from }))}
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
