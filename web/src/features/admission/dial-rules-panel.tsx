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
import { Box } from "@/shared/ui/faults";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import { Panel } from "@/shared/ui/panel";
import { RefusedBoxes } from "@/shared/ui/refused-boxes";
import { WordsInput } from "@/shared/ui/words-input";
import styles from "./admission.module.css";
import { isPrefix, isRisky, sameTwice, tidyPrefixes, unreached } from "./model/prefixes";
import { dialRulesTold } from "./model/told";
import { type Spend, SpendFields } from "./spend-fields";

const KEY = ["dial-rules"];
const EXAMPLES = { allowed_prefixes: "+852", blocked_prefixes: "+8816" };
const UNDO = "dial-rules";
const UNDO_SECONDS = 20;

/** An emptied number is sent so, and the server says that it is wanted. */
type Counted = Omit<DialRulesChange, keyof Spend>;
type Draft = { [Key in keyof Counted]: Counted[Key] | null } & Spend;

function bodyOf(shown: DialRulesShown): Draft {
  const { allowed_prefixes = [], blocked_prefixes = [], hourly_limit = 0, agent_hourly_limit = 0 } = shown;
  const { rates = [], other_rate = 0, daily_spend_limit = null } = shown;
  return {
    ...{ allowed_prefixes, blocked_prefixes, hourly_limit, agent_hourly_limit },
    ...{ rates, other_rate, daily_spend_limit },
  };
}

function isSpent({ daily_spend_limit: limit }: Draft, spent: number): boolean {
  return limit !== null && spent >= limit;
}

/** The rules, with a way back for a while after each saving. */
function useDialRules() {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const edition = useEdition<DialRulesShown, Draft, Draft>(KEY, {
    load: () => answered(getDialRules()),
    save: (rules, version) => answered(saveDialRules({ body: { ...(rules as DialRulesChange), version } })),
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
  const { t, i18n } = useTranslation();
  const { shown, edited, setEdited, save, restore } = useDialRules();
  if (!shown) return null;
  const rules = edited ?? bodyOf(shown);
  const allowed = rules.allowed_prefixes ?? [];
  const blocked = rules.blocked_prefixes ?? [];
  const wrongIn = (name: "allowed_prefixes" | "blocked_prefixes") =>
    (rules[name] ?? []).filter((one) => !isPrefix(one));
  const useless = allowed.filter((one) => blocked.some((other) => isPrefix(other) && one.startsWith(other)));
  const prefixes = (name: "allowed_prefixes" | "blocked_prefixes") => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={`${styles["field"]} ${styles["wide"]}`}>
      {t(`dial_rules.${name}`)}
      <Box name={name}>
        <WordsInput
          tokenSeparators={[" ", ",", "，", "、", ";", "；"]}
          disabled={!mayEdit}
          placeholder={mayEdit ? t("dial_rules.example", { prefix: EXAMPLES[name] }) : t("form.none")}
          value={rules[name] ?? []}
          onChange={(value: string[]) => setEdited({ ...rules, [name]: tidyPrefixes(value) })}
          {...(wrongIn(name).length > 0 ? { status: "error" as const, "aria-invalid": true } : {})}
        />
      </Box>
      {wrongIn(name).length > 0 && (
        <span className={styles["wrong"]} role="status">
          {t("dial_rules.wrong", { text: listOf(wrongIn(name)) })}
        </span>
      )}
    </label>
  );
  const limit = (name: "hourly_limit" | "agent_hourly_limit", most: number) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className={styles["field"]}>
      {t(`dial_rules.${name}`)}
      <Box name={name}>
        <NumberInput
          min={0}
          max={most}
          className={styles["number"] ?? ""}
          disabled={!mayEdit}
          value={rules[name] ?? null}
          onChange={(value) => setEdited({ ...rules, [name]: value })}
        />
      </Box>
    </label>
  );
  const priced = rules.rates.map(({ prefix }) => prefix);
  const isWrong =
    wrongIn("allowed_prefixes").length + wrongIn("blocked_prefixes").length > 0 ||
    !priced.every(isPrefix) ||
    sameTwice(priced) !== undefined;
  return (
    <>
      <Panel className={styles["panel"]} title={t("dial_rules.title")}>
        <div className={styles["stack"]}>
          <p className={styles["lead"]}>{t("dial_rules.fraud")}</p>
          <p className={styles["lead"]}>{t("dial_rules.always", { country: shown.country })}</p>
        </div>
        <RefusedBoxes error={save.error} sent={save.variables} now={rules}>
          {prefixes("allowed_prefixes")}
          {useless.length > 0 && (
            <Notice tone="pause">{t("dial_rules.useless", { text: listOf(useless) })}</Notice>
          )}
          {prefixes("blocked_prefixes")}
          <div className={styles["fields"]}>
            {limit("hourly_limit", 100_000)}
            {limit("agent_hourly_limit", 10_000)}
          </div>
          <p className={styles["soft"]}>{t("dial_rules.used", { number: shown.dialled_in_last_hour })}</p>
          <SpendFields
            spend={rules}
            spent={shown.spent_in_last_day}
            {...unreached(priced, { allowed, blocked, home: shown.country_prefix })}
            mayEdit={mayEdit}
            onChange={(part) => setEdited({ ...rules, ...part })}
          />
        </RefusedBoxes>
        {allowed.some(isRisky) && <Notice tone="pause">{t("dial_rules.risky")}</Notice>}
        {isSpent(rules, shown.spent_in_last_day) && <Notice tone="pause">{t("dial_rules.all_spent")}</Notice>}
        {rules.hourly_limit === 0 && <Notice tone="pause">{t("dial_rules.nobody")}</Notice>}
        {(save.error ?? restore.error) && (
          <Notice tone="danger">{explain(save.error ?? restore.error)}</Notice>
        )}
        {edited && (
          <div className={styles["row"]}>
            <Button
              type="primary"
              disabled={isWrong}
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
        told={(said: DialRulesChange) => dialRulesTold(t, i18n.language, said)}
        mayEdit={mayEdit}
        restore={restore}
      />
    </>
  );
}
