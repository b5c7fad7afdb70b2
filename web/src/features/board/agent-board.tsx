/** All agents, live, as a table: first those who ask for somebody, then those out of reach. */
import { Button, Input } from "antd";
import { memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LiveAgent } from "@/shared/live/floor-entities";
import type { PlanNow } from "@/shared/live/plan-entities";
import { useEntityList, useHasSnapshot } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { FirstStep } from "@/shared/ui/first-step";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { PlanTag, useDeparture } from "@/shared/ui/plan-tag";
import { useReasonName } from "@/shared/ui/reason-name";
import styles from "./agent-board.module.css";
import { byUrgency, isOutOfReach } from "./model/agent-order";
import { fits } from "./model/find-agents";
import { type Open, OpeningName } from "./opening-name";

// With fewer one sees them all at once.
const MANY = 12;
// A table of a thousand rows helps nobody; those who need somebody come first.
const FIRST_SHOWN = 60;

export function AgentBoard({ onOpen }: { onOpen: Open }) {
  const { t } = useTranslation();
  const agents = useEntityList("agent", byUrgency);
  const isKnown = useHasSnapshot();
  const [wanted, setWanted] = useState("");
  const [shown, setShown] = useState(FIRST_SHOWN);
  const found = useMemo(() => agents.filter((agent) => fits(agent, wanted)), [agents, wanted]);
  const present = agents.filter((agent) => agent.state !== "offline").length;
  const unreachable = agents.filter(isOutOfReach).length;
  return (
    <Panel
      title={t("board.agents")}
      extra={
        <span className={`${styles["count"]} figures`}>
          {present} / {agents.length}
        </span>
      }
    >
      {unreachable > 0 && (
        <p className={styles["warning"]}>
          <Icon name="warning" size={17} /> {t("board.ready_without_phone", { count: unreachable })}
        </p>
      )}
      {isKnown && agents.length === 0 && (
        <EmptyHint title={t("board.no_agents")}>
          <FirstStep kind="agents" permission="agents.agent.edit" text={t("board.add_agents")} />
        </EmptyHint>
      )}
      {agents.length > MANY && (
        <Input
          allowClear={clearing()}
          className={styles["find"] ?? ""}
          prefix={<Icon name="search" size={17} />}
          aria-label={t("board.find_agent")}
          placeholder={t("board.find_agent")}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      )}
      {found.length > 0 && (
        <table className={styles["table"]} aria-label={t("board.agents")}>
          <thead>
            <tr>
              <th scope="col">{t("board.agent")}</th>
              <th scope="col">{t("board.state")}</th>
              <th scope="col">{t("board.for")}</th>
              <th scope="col">{t("board.with")}</th>
              <th scope="col">{t("board.queue")}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((agent) => (
              <AgentRow key={agent.id} agent={agent} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      )}
      {found.length > shown && (
        <Button className={styles["more"] ?? ""} onClick={() => setShown(shown + FIRST_SHOWN)}>
          {t("board.show_more", { count: found.length - shown })}
        </Button>
      )}
    </Panel>
  );
}

function KeptLine({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  const { line } = agent.phone;
  if (agent.state === "offline" || line === undefined || line === "none") return null;
  if (line === "open")
    return (
      <span title={t("board.line_open")}>
        <Icon name="phone" size={15} />
      </span>
    );
  return <span className={styles["missing"]}>{t("board.line_closed")}</span>;
}

const AgentRow = memo(function AgentRow({ agent, onOpen }: { agent: LiveAgent; onOpen: Open }) {
  const { t } = useTranslation();
  const reasonName = useReasonName();
  const reason = reasonName(agent.reason_id, agent.reason_name ?? null);
  const isMissing = agent.state !== "offline" && !agent.phone.is_reachable;
  const item = agent.in_hand[0];
  return (
    <tr className={isOutOfReach(agent) ? styles["out"] : ""}>
      <th scope="row">
        <span className={styles["who"]}>
          <OpeningName name={agent.name} onOpen={onOpen && (() => onOpen(agent.id, agent.name))} />
          <Asks agent={agent} />
        </span>
      </th>
      <td data-label={t("board.state")}>
        <span className={styles["state"]}>
          <AgentStateTag state={agent.state} />
          {agent.block?.needs_supervisor && agent.state !== "blocked" && <AgentStateTag state="blocked" />}
          {reason && (agent.state === "not_ready" || agent.state === "blocked") && <span>{reason}</span>}
          {isMissing && (
            <span className={styles["missing"]}>
              <Icon name="warning" size={15} /> {t("board.phone_missing")}
            </span>
          )}
          <KeptLine agent={agent} />
          <Adherence plan={agent.plan} />
        </span>
      </td>
      <td data-label={t("board.for")}>
        <ElapsedTime since={agent.since} className={styles["since"] ?? ""} />
      </td>
      <td data-label={t("board.with")} className={item ? "" : styles["none"]}>
        {item ? item.customer_name || item.customer_number || t("customer.unknown") : "–"}
        {agent.in_hand.length > 1 && ` +${agent.in_hand.length - 1}`}
      </td>
      <td data-label={t("board.queue")} className={item?.queue ? "" : styles["none"]}>
        {item?.queue?.name ?? "–"}
      </td>
    </tr>
  );
});

/** What is planned, and how the state differs from it. */
function Adherence({ plan }: { plan: PlanNow | null | undefined }) {
  const { t } = useTranslation();
  const departure = useDeparture(plan);
  if (!plan) return null;
  if (!departure)
    return plan.planned === "off" ? null : (
      <span className={styles["planned"]}>
        <span>{t("plan.planned")}</span> <PlanTag kind={plan.planned} />
      </span>
    );
  return (
    <span className={styles["departed"]}>
      <Icon name="clock" size={15} />{" "}
      {t("plan.departed", {
        planned: t(`plan.kind.${plan.planned}`),
        count: departure.minutes,
      })}
    </span>
  );
}

/** What of an agent waits for a supervisor. */
function Asks({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  return (
    <>
      {agent.hand && (
        <span className={styles["asks"]}>
          <Icon name="hand" size={17} />
          <span className="unseen">{t("board.hand_up")}</span>
        </span>
      )}
      {agent.unread > 0 && (
        <span className={styles["asks"]}>
          <Icon name="message" size={17} />
          <span className="figures" aria-hidden="true">
            {agent.unread}
          </span>
          <span className="unseen">{t("board.unread", { count: agent.unread })}</span>
        </span>
      )}
    </>
  );
}
