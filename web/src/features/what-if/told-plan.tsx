/** What was asked to be different, so that an answer is understood by who did not ask. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { GetWhatIfResponse } from "@/shared/api/generated/types.gen";
import { useRecords } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { Panel } from "@/shared/ui/panel";
import { agentsMadeOf, queuesMadeOf, type Told } from "./model/changes";
import { percentOf, SHARES } from "./model/plan";
import { useWords } from "./use-words";
import styles from "./what-if.module.css";

interface Props {
  asked: GetWhatIfResponse;
  onAgain?: (() => void) | undefined;
}

export function ToldPlan({ asked, onAgain }: Props) {
  const { t } = useTranslation();
  const lines = useLines(asked.plan);
  return (
    <Panel title={t("what_if.told")}>
      <div className={styles["changes"]}>
        {lines.length === 0 ? (
          <p className={styles["soft"]}>{t("what_if.told_nothing")}</p>
        ) : (
          <ul className={styles["lines"]} aria-label={t("what_if.told")}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {onAgain && <Button onClick={onAgain}>{t("what_if.again")}</Button>}
      </div>
    </Panel>
  );
}

function useLines(plan: Told): string[] {
  const { t } = useTranslation();
  const ofAgents = useWords("agents");
  const ofQueues = useWords("queues");
  const agents = useRecords("/v1/agents");
  const nameOf = (absent: string) => agents.find(({ id }) => id === absent)?.name ?? absent;
  const absent = plan.absent ?? [];
  return [
    ...SHARES.filter((share) => percentOf(plan, share) !== 100).map((share) =>
      t(`what_if.said_customers.${share}`, { percent: percentOf(plan, share) }),
    ),
    ...(absent.length ? [t("what_if.said_absent", { names: listOf(absent.map(nameOf)) })] : []),
    ...agentsMadeOf(plan).map(ofAgents),
    ...queuesMadeOf(plan).map(ofQueues),
  ];
}
