/** Where would this call go now, and why: step by step, to its place and the agents it may meet. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { tryCall } from "@/shared/api/generated/sdk.gen";
import type { TrialShown } from "@/shared/api/generated/types.gen";
import { explain, explainField, Problem } from "@/shared/api/problems";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { spanText } from "@/shared/time/spans";
import { MomentInput } from "@/shared/ui/moment-input";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

function Found({ trial }: { trial: TrialShown }) {
  const { t } = useTranslation();
  const { queue } = trial;
  const span = queue && spanText(queue.expected_wait_low_s, queue.expected_wait_high_s);
  return (
    <div className={styles["stack"]}>
      <Notice tone={trial.outcome === "refused" ? "danger" : "info"}>
        <strong>{serverText(`admission.outcome.${trial.outcome}`)}</strong>{" "}
        {trial.reason && serverText(`reason_text.${trial.reason}`)}
        {queue &&
          t("admission.trial_queue", {
            queue: queue.queue,
            position: queue.position,
            waiting: queue.waiting,
          })}
        {span && <> · {t("queues.expected", { span })}</>}
      </Notice>
      <p className={styles["lead"]}>
        {[trial.entry_point, trial.customer, trial.number, trial.country].filter(Boolean).join(" · ")}
      </p>
      <ol className={styles["list"]}>
        {trial.trail.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id and never move
          <li key={index}>
            <span className={styles["grow"]}>
              {serverText(`admission.step.${one.step}`)}
              {one.name && `: ${one.name}`} <span className={styles["soft"]}>{one.detail}</span>
            </span>
            <span className={styles[one.result]}>{t(`admission.result.${one.result}`)}</span>
          </li>
        ))}
        {trial.steps.map((one) => (
          <li key={one.step}>
            <span className={styles["grow"]}>{one.heard || one.step}</span>
            <span className={styles["soft"]}>
              {one.choices.length > 0 && t("admission.choices", { keys: listOf(one.choices) })}
            </span>
          </li>
        ))}
      </ol>
      {queue && (
        <ul className={styles["list"]}>
          {queue.candidates.map((one) => (
            <li key={one.agent_id}>
              <span className={styles["grow"]}>{one.name}</span>
              <span className={styles["soft"]}>{serverText(`agent_state.${one.state}`)}</span>
              <span className={one.is_able ? styles["matched"] : styles["failed"]}>
                {one.is_able ? t("admission.able") : t("admission.lacks", { skills: listOf(one.missing) })}
              </span>
            </li>
          ))}
          {queue.candidates.length === 0 && <li>{t("admission.nobody")}</li>}
        </ul>
      )}
    </div>
  );
}

export function TrialPanel() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState({ dialled: "", number: "", keys: "", at: "" });
  const trial = useMutation({
    mutationFn: () => {
      const { dialled, number, keys, at } = asked;
      const query = { dialled, number, keys, ...(at ? { at: new Date(at).toISOString() } : {}) };
      return answered(tryCall({ query }));
    },
  });
  const refused = trial.error instanceof Problem ? trial.error.fields : {};
  const field = (key: "dialled" | "number" | "keys", label: string) => {
    const wrong = refused[`query.${key}`];
    return (
      // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
      <label className={styles["field"]}>
        {label}
        <Input
          value={asked[key]}
          aria-invalid={wrong !== undefined}
          {...(wrong !== undefined && { status: "error" })}
          onChange={(event) => setAsked({ ...asked, [key]: event.target.value })}
        />
        {wrong !== undefined && <span className={styles["wrong"]}>{explainField(wrong)}</span>}
      </label>
    );
  };
  return (
    <Panel className={styles["panel"]} title={t("admission.trial")}>
      <p className={styles["lead"]}>{t("admission.trial_lead")}</p>
      <form
        className={styles["row"]}
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate();
        }}
      >
        {field("dialled", t("admission.dialled"))}
        {field("number", t("admission.caller"))}
        {field("keys", t("admission.keys"))}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.at")}
          <MomentInput value={asked.at} onChange={(at) => setAsked({ ...asked, at })} />
        </label>
        <Button type="primary" htmlType="submit" disabled={!asked.dialled} loading={trial.isPending}>
          {t("admission.try")}
        </Button>
      </form>
      {trial.error && <Notice tone="danger">{explain(trial.error)}</Notice>}
      {trial.data && <Found trial={trial.data} />}
    </Panel>
  );
}
