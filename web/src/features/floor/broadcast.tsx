/** One message to many: all agents at work whom one oversees, or those of a team. */
import { Button, Input, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { sendMessage } from "@/shared/api/generated/sdk.gen";
import type { LiveAgent } from "@/shared/live/entities";
import { useEntityList } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import styles from "./floor.module.css";
import { useAct } from "./use-act";

const EVERYBODY = "";
const LONGEST = 1_000;
const byName = (one: LiveAgent, other: LiveAgent) => one.name.localeCompare(other.name);

export function Broadcast() {
  const { t } = useTranslation();
  const field = useId();
  const agents = useEntityList("agent", byName);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [team, setTeam] = useState(EVERYBODY);
  const present = agents.filter(
    (agent) =>
      agent.state !== "offline" && (team === EVERYBODY || agent.teams.some((one) => one.id === team)),
  );
  const teams = new Map(agents.flatMap((agent) => agent.teams.map((one) => [one.id, one.name] as const)));
  const send = useAct(
    async () => {
      await answered(sendMessage({ body: { agents: present.map((agent) => agent.id), text } }));
      setText("");
      setOpen(false);
    },
    t("floor.sent", { count: present.length }),
  );
  return (
    <>
      <Button icon={<Icon name="message" size={18} />} onClick={() => setOpen(true)}>
        {t("floor.broadcast")}
      </Button>
      <Modal
        open={isOpen}
        title={t("floor.broadcast")}
        okText={t("floor.send_to", { count: present.length })}
        cancelText={t("form.cancel")}
        okButtonProps={{ disabled: !text.trim() || present.length === 0, loading: send.isPending }}
        onOk={() => send.mutate(undefined)}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <div className={styles["form"]}>
          <label className={styles["label"]} htmlFor={`${field}-team`}>
            {t("floor.to")}
          </label>
          <Select
            id={`${field}-team`}
            value={team}
            options={[
              { value: EVERYBODY, label: t("floor.everybody") },
              ...[...teams].map(([value, label]) => ({ value, label })),
            ]}
            onChange={setTeam}
          />
          <label className={styles["label"]} htmlFor={`${field}-text`}>
            {t("messages.write")}
          </label>
          <Input.TextArea
            id={`${field}-text`}
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={LONGEST}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
      </Modal>
    </>
  );
}
