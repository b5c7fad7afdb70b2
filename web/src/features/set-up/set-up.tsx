/** The way to the first answered call: six steps, each with its place; gone once all are done. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listInteractions } from "@/shared/api/generated/sdk.gen";
import { recordsQuery } from "@/shared/api/records";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { type Step, stepsOf } from "./model/steps";
import styles from "./set-up.module.css";

const LOOK_MS = 5_000;

/** Null while not everything is known. */
function useSteps(): Step[] | null {
  const queues = useQuery(recordsQuery("/v1/queues")).data;
  const agents = useQuery(recordsQuery("/v1/agents")).data;
  const flows = useQuery(recordsQuery("/v1/flows")).data;
  const numbers = useQuery(recordsQuery("/v1/entry-points")).data;
  const trunks = useQuery(recordsQuery("/v1/trunks")).data;
  const hasCall = useQuery({
    queryKey: ["set-up", "call"],
    queryFn: async () => (await answered(listInteractions({ query: { limit: 1 } }))).items.length > 0,
    refetchInterval: ({ state }) => (state.data ? false : LOOK_MS),
  }).data;
  if (!queues || !agents || !flows || !numbers || !trunks || hasCall === undefined) return null;
  return stepsOf({ queues, agents, flows, numbers, trunks, hasCall });
}

export function SetUp() {
  const { t } = useTranslation();
  const steps = useSteps();
  if (!steps) return null;
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return <Notice tone="info">{t("set_up.all_done")}</Notice>;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Panel
      title={t("set_up.steps")}
      extra={<span className={styles["count"]}>{t("set_up.count", { done, all: steps.length })}</span>}
    >
      <ol className={styles["steps"]}>
        {steps.map((step) => (
          <Line key={step.name} step={step} isNext={step === next} />
        ))}
      </ol>
      <p className={styles["soft"]}>
        {t("set_up.shortcut")} <Link to="/admin/admission">{t("admission.templates")}</Link>
      </p>
    </Panel>
  );
}

function Line({ step: { name, path, isDone }, isNext }: { step: Step; isNext: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={`${styles["step"]} ${isDone ? styles["done"] : ""} ${isNext ? styles["next"] : ""}`}>
      <span className={styles["mark"]}>
        <Icon name={isDone ? "check" : "dot"} size={17} />
        <span className="unseen">{t(isDone ? "set_up.is_done" : "set_up.is_open")}</span>
      </span>
      <div>
        <Link to={path}>{t(`set_up.step.${name}`)}</Link>
        <p>{t(`set_up.why.${name}`)}</p>
      </div>
    </li>
  );
}
