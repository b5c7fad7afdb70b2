/** Whom we may call: allowed and refused beginnings of numbers, and how many calls an hour. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getDialRules, restoreDialRules, saveDialRules } from "@/shared/api/generated/sdk.gen";
import type { DialRulesChange, DialRulesShown } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Editions } from "@/shared/editions/editions";
import { useEdition } from "@/shared/editions/use-edition";
import { listOf } from "@/shared/i18n/list-of";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import { Panel } from "@/shared/ui/panel";
import { WordsInput } from "@/shared/ui/words-input";
import styles from "./admission.module.css";
import { isPrefix, isRisky } from "./model/prefixes";
import { dialRulesTold } from "./model/told";

const KEY = ["dial-rules"];
const EXAMPLES = { allowed_prefixes: "+852", blocked_prefixes: "+8816" };
const UNDO = "dial-rules";
const UNDO_SECONDS = 20;

function bodyOf(shown: DialRulesShown): DialRulesChange {
  const { allowed_prefixes = [], blocked_prefixes = [], hourly_limit = 0, agent_hourly_limit = 0 } = shown;
  return { allowed_prefixes, blocked_prefixes, hourly_limit, agent_hourly_limit };
}

/** The rules, with a way back for a while after each saving. */
function useDialRules() {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const edition = useEdition<DialRulesShown, DialRulesChange, DialRulesChange>(KEY, {
    load: () => answered(getDialRules()),
    save: (rules, version) => answered(saveDialRules({ body: { ...rules, version } })),
    restore: (number) => answered(restoreDialRules({ path: { number } })),
    onSaved: (before) =>
      notification.open({
        key: UNDO,
        title: t("dial_rules.saved"),
        duration: UNDO_SECONDS,
        actions: (
          <Button
            type="primary"
            onClick={() => {
              notification.destroy(UNDO);
              edition.save.mutate(bodyOf(before));
            }}
          >
            {t("catalogue.undo")}
          </Button>
        ),
      }),
  });
  return edition;
}

export function DialRulesPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const { shown, edited, setEdited, save, restore } = useDialRules();
  if (!shown) return null;
  const rules = edited ?? bodyOf(shown);
  const allowed = rules.allowed_prefixes ?? [];
  const prefixes = (name: "allowed_prefixes" | "blocked_prefixes") => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={`${styles["field"]} ${styles["wide"]}`}>
      {t(`dial_rules.${name}`)}
      <WordsInput
        tokenSeparators={[" ", ","]}
        disabled={!mayEdit}
        placeholder={mayEdit ? t("dial_rules.example", { prefix: EXAMPLES[name] }) : t("form.none")}
        value={rules[name] ?? []}
        onChange={(value: string[]) => setEdited({ ...rules, [name]: value })}
      />
    </label>
  );
  const limit = (name: "hourly_limit" | "agent_hourly_limit", most: number) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={`${styles["field"]} ${styles["from"]}`}>
      {t(`dial_rules.${name}`)}
      <NumberInput
        min={0}
        max={most}
        precision={0}
        className={styles["number"] ?? ""}
        disabled={!mayEdit}
        value={rules[name] ?? 0}
        onChange={(value) => setEdited({ ...rules, [name]: value ?? 0 })}
      />
    </label>
  );
  const wrong = [...allowed, ...(rules.blocked_prefixes ?? [])].filter((one) => !isPrefix(one));
  return (
    <>
      <Panel className={styles["panel"]} title={t("dial_rules.title")}>
        <div className={styles["stack"]}>
          <p className={styles["lead"]}>{t("dial_rules.fraud")}</p>
          <p className={styles["lead"]}>{t("dial_rules.always", { country: shown.country })}</p>
        </div>
        <div className={styles["row"]}>
          {prefixes("allowed_prefixes")}
          {prefixes("blocked_prefixes")}
          {limit("hourly_limit", 100_000)}
          {limit("agent_hourly_limit", 10_000)}
          <p className={styles["soft"]}>{t("dial_rules.used", { number: shown.dialled_in_last_hour })}</p>
        </div>
        {wrong.length > 0 && (
          <p className={styles["wrong"]}>{t("dial_rules.wrong", { text: listOf(wrong) })}</p>
        )}
        {allowed.some(isRisky) && <Notice tone="pause">{t("dial_rules.risky")}</Notice>}
        {rules.hourly_limit === 0 && <Notice tone="pause">{t("dial_rules.nobody")}</Notice>}
        {(save.error ?? restore.error) && (
          <Notice tone="danger">{explain(save.error ?? restore.error)}</Notice>
        )}
        {edited && (
          <div className={styles["row"]}>
            <Button
              type="primary"
              disabled={wrong.length > 0}
              loading={save.isPending}
              onClick={() => save.mutate(edited)}
            >
              {t("form.save")}
            </Button>
            <Button onClick={() => setEdited(null)}>{t("admission.discard")}</Button>
          </div>
        )}
      </Panel>
      <Editions
        versions={shown.versions}
        told={(said: DialRulesChange) => dialRulesTold(t, said)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}
