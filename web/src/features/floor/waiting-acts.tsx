/** What a supervisor may do for somebody who waits: give to an agent, move, put before others, end. */
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { moveWaiting, pickWaiting } from "@/shared/api/generated/sdk.gen";
import { useChoices } from "@/shared/api/records";
import type { LiveAgent, Waiting } from "@/shared/live/floor-entities";
import { useEntities, useEntityList, useMe } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import { useAct } from "@/shared/ui/use-act";
import styles from "./floor.module.css";
import { FreeButton } from "./free-button";

const byName = (one: LiveAgent, other: LiveAgent) => one.name.localeCompare(other.name);
const isFree = (agent: LiveAgent) => agent.state === "ready" && agent.phone.is_reachable;

export function WaitingActs({ id }: { id: string }) {
  const { t } = useTranslation();
  const waiting = useEntities("waiting")[id];
  if (!waiting) return <Notice tone="info">{t("floor.waits_no_more")}</Notice>;
  return (
    <div className={styles["acts"]}>
      <Pick waiting={waiting} />
      <Move key={`${waiting.queue.id} ${waiting.priority}`} waiting={waiting} />
      <div className={styles["buttons"]}>
        <Link to="/interactions/$id" params={{ id: waiting.id }}>
          {t("floor.whole_story")}
        </Link>
        <FreeButton interactionId={waiting.id} />
      </div>
    </div>
  );
}

function Pick({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const me = useMe();
  const agents = useEntityList("agent", byName);
  const [chosen, setChosen] = useState<string | null>(null);
  const pick = useAct(
    (agentId: string) =>
      answered(pickWaiting({ path: { interaction_id: waiting.id }, body: { agent_id: agentId } })),
    t("floor.picked"),
  );
  const free = agents.filter(isFree);
  const mayTake = free.some((agent) => agent.id === me?.agent_id);
  const isStillFree = free.some((agent) => agent.id === chosen);
  return (
    <div className={styles["form"]}>
      <label className={styles["label"]} htmlFor="floor-pick">
        {t("floor.pick_for")}
      </label>
      <Select
        id="floor-pick"
        showSearch
        optionFilterProp="label"
        placeholder={free.length > 0 ? t("floor.choose_agent") : t("floor.nobody_free")}
        disabled={free.length === 0}
        value={isStillFree ? chosen : null}
        options={free.map((agent) => ({ value: agent.id, label: agent.name }))}
        onChange={setChosen}
      />
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          disabled={!isStillFree}
          loading={pick.isPending}
          onClick={() => chosen && pick.mutate(chosen)}
        >
          {t("floor.pick")}
        </Button>
        {me && mayTake && (
          <Button icon={<Icon name="phoneIn" size={18} />} onClick={() => pick.mutate(me.agent_id)}>
            {t("floor.take_myself")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Move({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const [queue, setQueue] = useState(waiting.queue.id);
  const [priority, setPriority] = useState(waiting.priority);
  const move = useAct(
    (body: { queue_id: string; priority: number }) =>
      answered(moveWaiting({ path: { interaction_id: waiting.id }, body })),
    t("floor.moved"),
  );
  const isChanged = queue !== waiting.queue.id || priority !== waiting.priority;
  return (
    <div className={styles["form"]}>
      <label className={styles["label"]} htmlFor="floor-queue">
        {t("floor.waits_in")}
      </label>
      <Select
        id="floor-queue"
        showSearch
        optionFilterProp="label"
        value={queue}
        options={queues}
        onChange={setQueue}
      />
      <label className={styles["label"]} htmlFor="floor-priority">
        {t("floor.priority")}
      </label>
      <NumberInput
        id="floor-priority"
        min={0}
        max={9}
        precision={0}
        value={priority}
        onChange={(value) => setPriority(value ?? 0)}
      />
      <div className={styles["buttons"]}>
        <Button
          disabled={!isChanged}
          loading={move.isPending}
          onClick={() => move.mutate({ queue_id: queue, priority })}
        >
          {t("floor.move")}
        </Button>
      </div>
    </div>
  );
}
