/** Which work may come on top of which, published as a version and undone by one click. */
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import {
  getInterruptionRules,
  restoreInterruptionRules,
  saveInterruptionRules,
} from "@/shared/api/generated/sdk.gen";
import type { InterruptionRulesShown } from "@/shared/api/generated/types.gen";
import { CHANNELS, type Channel } from "@/shared/channels/channels";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { interruptionsTold } from "./model/told";
import { Publishing } from "./publishing";

const KEY = ["interruption-rules"];

type Rules = InterruptionRulesShown["rules"];

interface Change {
  rules: Rules;
  from: string | null;
}

/** Nothing comes on top of a call, and no channel on top of its own. */
function interruptible(by: Channel): Channel[] {
  return CHANNELS.filter((channel) => channel !== "voice" && channel !== by);
}

export function InterruptionsPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const { shown, edited, setEdited, save, restore } = useEdition<InterruptionRulesShown, Rules, Change>(KEY, {
    load: () => answered(getInterruptionRules()),
    save: ({ rules, from }, version) =>
      answered(saveInterruptionRules({ body: { version: version ?? 0, rules, valid_from: from } })),
    restore: (number) => answered(restoreInterruptionRules({ body: { number } })),
  });
  if (!shown) return null;
  const rules = edited ?? shown.rules;
  return (
    <>
      <Panel className={styles["panel"]} title={t("admission.rules")}>
        {CHANNELS.map((by) => (
          <fieldset key={by} className={styles["group"]}>
            <legend>{t(`interruptions.by.${by}`)}</legend>
            <Checkbox.Group
              disabled={!mayEdit}
              value={rules[by] ?? []}
              options={interruptible(by).map((held) => ({
                value: held,
                label: t(`queue_editor.channel.${held}`),
              }))}
              onChange={(held) => setEdited({ ...rules, [by]: held })}
            />
          </fieldset>
        ))}
        <p className={styles["soft"]}>{t("interruptions.never")}</p>
        <Publishing
          problem={save.error ?? restore.error}
          isBusy={save.isPending}
          onPublish={edited && ((from) => save.mutate({ rules: edited, from }))}
          onDiscard={() => setEdited(null)}
        />
      </Panel>
      <Editions
        versions={shown.versions}
        told={(said: Rules) => interruptionsTold(t, said)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}
