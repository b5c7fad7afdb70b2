/** Limits for every call, published as a version and undone by one click. */
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getLimits, restoreLimits, saveLimits } from "@/shared/api/generated/sdk.gen";
import type { LimitsBody, LimitsShown } from "@/shared/api/generated/types.gen";
import { useNameOf } from "@/shared/api/names";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { Part } from "@/shared/ui/faults";
import { Panel } from "@/shared/ui/panel";
import { RefusedBoxes } from "@/shared/ui/refused-boxes";
import styles from "./admission.module.css";
import { LimitFields, type LimitsDraft } from "./limit-fields";
import { limitsTold } from "./model/told";
import { OpenCallsField } from "./open-calls-field";
import { Publishing } from "./publishing";

const KEY = ["admission", "limits"];

const NAMED = ["/v1/entry-points"];

interface Change {
  limits: LimitsDraft;
  from: string | null;
}

export function LimitsPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNameOf(NAMED);
  const { shown, edited, setEdited, save, restore } = useEdition<LimitsShown, LimitsDraft, Change>(KEY, {
    load: () => answered(getLimits()),
    save: ({ limits, from }, version) =>
      answered(
        saveLimits({ body: { version: version ?? 0, limits: limits as LimitsBody, valid_from: from } }),
      ),
    restore: (number) => answered(restoreLimits({ body: { number } })),
  });
  if (!shown) return null;
  const limits = edited ?? shown.limits;
  const change = (part: LimitsDraft) => setEdited({ ...limits, ...part });
  return (
    <>
      <Panel className={styles["panel"]} title={t("admission.limits")}>
        <p className={styles["lead"]}>{t("admission.limits_lead")}</p>
        <RefusedBoxes error={save.error} sent={save.variables} now={{ ...save.variables, limits }}>
          <Part name="limits">
            <LimitFields limits={limits} mayEdit={mayEdit} onChange={change} />
            <OpenCallsField
              value={limits.open_calls ?? {}}
              mayEdit={mayEdit}
              onChange={(open_calls) => change({ open_calls })}
            />
          </Part>
          <Publishing
            problem={save.error ?? restore.error}
            isBusy={save.isPending}
            onPublish={edited && ((from) => save.mutate({ limits: edited, from }))}
            onDiscard={() => setEdited(null)}
          />
        </RefusedBoxes>
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
