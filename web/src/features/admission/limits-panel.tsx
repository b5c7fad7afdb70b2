/** Limits for every call, published as a version and undone by one click. */
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getLimits, restoreLimits, saveLimits } from "@/shared/api/generated/sdk.gen";
import type { LimitsBody, LimitsShown } from "@/shared/api/generated/types.gen";
import { useNameOf } from "@/shared/api/names";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { LimitFields } from "./limit-fields";
import { limitsTold } from "./model/told";
import { OpenCallsField } from "./open-calls-field";
import { Publishing } from "./publishing";

const KEY = ["admission", "limits"];

const NAMED = ["/v1/entry-points"];

interface Change {
  limits: LimitsBody;
  from: string | null;
}

export function LimitsPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNameOf(NAMED);
  const { shown, edited, setEdited, save, restore } = useEdition<LimitsShown, LimitsBody, Change>(KEY, {
    load: () => answered(getLimits()),
    save: ({ limits, from }, version) =>
      answered(saveLimits({ body: { version: version ?? 0, limits, valid_from: from } })),
    restore: (number) => answered(restoreLimits({ body: { number } })),
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
      <Editions
        versions={shown.versions}
        told={(limits: LimitsBody) => limitsTold(t, limits, nameOf)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}
