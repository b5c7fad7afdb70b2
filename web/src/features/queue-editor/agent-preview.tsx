/** Which agent the next caller would get by the settings as they stand in the form, and why. */
import { useTranslation } from "react-i18next";
import type { ChoicePreview } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import type { Values } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { clockText } from "@/shared/time/spans";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { Notice } from "@/shared/ui/notice";
import { compared } from "./model/compared";
import { usePreview } from "./model/use-preview";
import styles from "./preview.module.css";

const SHOWN = 6;

export function AgentPreview({ id, body }: { id: string | null; body: Values }) {
  const { t } = useTranslation();
  const preview = usePreview(id, body);
  return (
    <section className={styles["preview"]} aria-label={t("choice_preview.agents")}>
      <h4>{t("choice_preview.agents")}</h4>
      {preview.error && <Notice tone="pause">{explain(preview.error)}</Notice>}
      {preview.data && (
        <Agents found={preview.data} choice={String(body["agent_choice"])} isNew={id === null} />
      )}
    </section>
  );
}

function Agents({ found, choice, isNew }: { found: ChoicePreview; choice: string; isNew: boolean }) {
  const { t } = useTranslation();
  const able = found.agents.filter((agent) => agent.is_able);
  const asked = able.filter((agent) => agent.is_asked);
  const [chosen] = asked;
  if (able.length === 0)
    return <p className={styles["soft"]}>{t(isNew ? "choice_preview.none_new" : "choice_preview.none")}</p>;
  const shown = able.slice(0, SHOWN);
  return (
    <>
      <p aria-live="polite" className={styles["lead"]}>
        {asked.length > 1
          ? t("choice_preview.asked", { agents: listOf(asked.map((agent) => agent.name)) })
          : chosen
            ? t("choice_preview.chosen", { agent: chosen.name })
            : t("choice_preview.nobody_free")}
      </p>
      <ol className={styles["list"]}>
        {shown.map((agent, index) => {
          const { key, value, unit } = compared(choice, agent);
          const said =
            unit === "seconds" ? clockText(value) : unit === "percent" ? `${value} %` : String(value);
          return (
            <li key={agent.id} className={agent.is_asked ? styles["first"] : ""}>
              <span className={`${styles["place"]} figures`}>{index + 1}</span>
              <strong>{agent.name}</strong>
              <AgentStateTag state={agent.state} />
              <span className={`${styles["why"]} figures`}>
                {t(`choice_preview.by.${key}`)} {said}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={styles["soft"]}>
        {t("choice_preview.able", { able: able.length, all: found.agent_count })}
      </p>
    </>
  );
}
