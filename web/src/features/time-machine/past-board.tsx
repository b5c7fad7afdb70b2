/** The centre as it was at one instant: queues, those in progress, agents. */
import { useTranslation } from "react-i18next";
import type { GetPastBoardResponse } from "@/shared/api/generated/types.gen";
import { serverText } from "@/shared/i18n/server-text";
import { clockText } from "@/shared/time/spans";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { useReasonName } from "@/shared/ui/reason-name";
import { type Column, RecordTable } from "@/shared/ui/record-table";
import { WindowedGrid } from "@/shared/ui/windowed-grid";
import { PastInteraction } from "./past-interaction";
import styles from "./time-machine.module.css";

type Board = GetPastBoardResponse;
type PastAgent = Board["agents"][number];
const MOST_SHOWN = 100;
// All cards are of one height: the taller has a line for a phone missing beside a reason.
const [LOW, TALL] = [72, 100];

const sinceAt = (since: string, at: string) =>
  clockText(Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1000)));

export function PastBoard({ board }: { board: Board }) {
  const { t } = useTranslation();
  const queues: Column<Board["queues"][number]>[] = [
    { key: "name", title: t("board.queue"), cell: (queue) => queue.name },
    { key: "waiting", title: t("board.waiting_count"), isNumber: true, cell: (queue) => queue.waiting },
    {
      key: "longest",
      title: t("board.longest"),
      isNumber: true,
      cell: (queue) => (queue.longest_waiting_since ? sinceAt(queue.longest_waiting_since, board.at) : "–"),
    },
    { key: "ready", title: t("board.ready"), isNumber: true, cell: (queue) => queue.ready_agents },
    { key: "busy", title: t("board.busy"), isNumber: true, cell: (queue) => queue.busy_agents },
    { key: "answered", title: t("board.answered"), isNumber: true, cell: (queue) => queue.answered },
    { key: "abandoned", title: t("board.abandoned"), isNumber: true, cell: (queue) => queue.abandoned },
  ];
  const present = board.agents.filter(({ state }) => state !== "offline");
  const cardHeight = present.some((agent) => reasonOf(agent) && !agent.is_phone_reachable) ? TALL : LOW;
  return (
    <div className={styles["board"]}>
      <Panel title={t("board.queues")}>
        {board.queues.length === 0 ? (
          <EmptyHint title={t("past.no_queues")} />
        ) : (
          <RecordTable label={t("board.queues")} columns={queues} records={board.queues} idOf={idOf} />
        )}
      </Panel>
      <div className={styles["people"]}>
        <Panel title={t("board.agents")} extra={<Count of={present.length} />}>
          {present.length === 0 && <EmptyHint title={t("past.no_agents")} />}
          <WindowedGrid
            items={present}
            idOf={idOf}
            cardWidth={230}
            cardHeight={cardHeight}
            label={t("board.agents")}
          >
            {(agent) => <AgentThen agent={agent} at={board.at} />}
          </WindowedGrid>
        </Panel>
        <Panel title={t("past.in_progress")} extra={<Count of={board.interactions.length} />}>
          {board.interactions.length === 0 && <EmptyHint title={t("past.nothing")} />}
          <ol>
            {board.interactions.slice(0, MOST_SHOWN).map((one) => (
              <li key={one.id} className={styles["one"]}>
                <strong>
                  <PastInteraction id={one.id} customer={one.customer} />
                </strong>
                <span className="figures">{sinceAt(one.since ?? one.arrived_at, board.at)}</span>
                <span className={styles["soft"]}>
                  {[
                    serverText(`past.state.${one.state}`),
                    one.queue?.name,
                    one.position && t("past.place", { place: one.position }),
                    one.agent?.name,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </li>
            ))}
          </ol>
        </Panel>
      </div>
    </div>
  );
}

const reasonOf = ({ state, reason }: PastAgent) => (state === "not_ready" ? reason : null);

const idOf = (one: { id: string }) => one.id;

function Count({ of }: { of: number }) {
  return <span className={`${styles["soft"]} figures`}>{of}</span>;
}

function AgentThen({ agent, at }: { agent: PastAgent; at: string }) {
  const { t } = useTranslation();
  const reasonName = useReasonName();
  const reason = reasonOf(agent);
  const isSystem = reason?.id.startsWith("system.") === true;
  return (
    <div className={styles["agent"]}>
      <strong>{agent.name}</strong>
      <span className={`${styles["soft"]} figures`}>{sinceAt(agent.since, at)}</span>
      <span className={styles["state"]}>
        <AgentStateTag state={agent.state} />
        {reason && (
          <span className={styles["reason"]}>{reasonName(reason.id, isSystem ? null : reason.name)}</span>
        )}
        {!agent.is_phone_reachable && (
          <span className={styles["missing"]}>
            <Icon name="warning" size={15} /> {t("board.phone_missing")}
          </span>
        )}
      </span>
    </div>
  );
}
