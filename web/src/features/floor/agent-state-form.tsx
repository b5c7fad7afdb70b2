/** A supervisor chooses for an agent: ready, not ready for a reason, or signed out; with a word why. */
import { Button, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { setAgentState } from "@/shared/api/generated/sdk.gen";
import { useChoices } from "@/shared/api/records";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { Icon } from "@/shared/ui/icon";
import { useAct } from "@/shared/ui/use-act";
import styles from "./floor.module.css";

const READY = "ready";
const LONGEST_NOTE = 1_000;

export function AgentStateForm({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  const reasons = useChoices("/v1/reason-codes");
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const set = useAct(async (choice: string | null) => {
    const isReason = choice !== null && choice !== READY;
    const presence = choice === null ? "offline" : isReason ? "not_ready" : "ready";
    const body = { presence, reason_id: isReason ? choice : null, note } as const;
    await answered(setAgentState({ path: { agent_id: agent.id }, body }));
    // What was chosen or written since is the next wish.
    setNote((next) => (next === note ? "" : next));
    setChosen((next) => (next === choice ? null : next));
  }, t("floor.done"));
  if (agent.presence === "offline") return <p className={styles["soft"]}>{t("floor.is_offline")}</p>;
  const options = [{ value: READY, label: t("presence.ready") }, ...reasons];
  return (
    <div className={styles["form"]}>
      <Select
        aria-label={t("floor.new_state")}
        placeholder={t("floor.new_state")}
        value={chosen}
        options={options}
        onChange={setChosen}
      />
      <Input
        aria-label={t("floor.note")}
        placeholder={t("floor.note")}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          disabled={chosen === null}
          loading={set.isPending}
          onClick={() => set.mutate(chosen)}
        >
          {t("floor.set_state")}
        </Button>
        <Popconfirm
          title={t("floor.sign_out_sure", { name: agent.name })}
          okText={t("floor.sign_out")}
          cancelText={t("form.cancel")}
          onConfirm={() => set.mutate(null)}
        >
          <Button icon={<Icon name="power" size={17} />}>{t("floor.sign_out")}</Button>
        </Popconfirm>
      </div>
    </div>
  );
}
