/** One message to many: all agents at work whom one oversees, or those of a team. */
import { useQueryClient } from "@tanstack/react-query";
import { Button, Input, Modal, Select } from "antd";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { publishNotice, sendMessage } from "@/shared/api/generated/sdk.gen";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { useEntityList } from "@/shared/live/use-live";
import { serverNow } from "@/shared/time/server-clock";
import { Icon } from "@/shared/ui/icon";
import { useAct } from "@/shared/ui/use-act";
import { CurrentNotices, NOTICES_KEY } from "./current-notices";
import styles from "./floor.module.css";

const EVERYBODY = "";
// How long an announcement stands, in hours; none makes a message.
const STANDS_H = [0, 1, 4, 24, 168] as const;
const HOUR_MS = 3_600_000;
const LONGEST = 1_000;
const byName = (one: LiveAgent, other: LiveAgent) => one.name.localeCompare(other.name);

export function Broadcast() {
  const { t } = useTranslation();
  const field = useId();
  const agents = useEntityList("agent", byName);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [team, setTeam] = useState(EVERYBODY);
  const [hours, setHours] = useState<number>(0);
  const opening = useRef(0);
  const queries = useQueryClient();
  const present = agents.filter(
    (agent) =>
      (agent.state !== "offline" || hours > 0) &&
      (team === EVERYBODY || agent.teams.some((one) => one.id === team)),
  );
  const teams = new Map(agents.flatMap((agent) => agent.teams.map((one) => [one.id, one.name] as const)));
  const send = useAct(
    async () => {
      const openedFor = opening.current;
      const to = present.map((agent) => agent.id);
      if (hours > 0) {
        const until = new Date(serverNow() + hours * HOUR_MS).toISOString();
        await answered(publishNotice({ body: { agents: to, text, until } }));
        await queries.invalidateQueries({ queryKey: NOTICES_KEY });
      } else await answered(sendMessage({ body: { agents: to, text } }));
      // What was written, or opened, since is not this one's.
      setText((now) => (now === text ? "" : now));
      if (opening.current !== openedFor) return;
      // The next one is a message again, not by oversight an announcement that stands for days.
      setHours(0);
      setOpen(false);
    },
    t("floor.sent", { count: present.length }),
  );
  const open = () => {
    opening.current += 1;
    setOpen(true);
  };
  return (
    <>
      <Button icon={<Icon name="message" size={18} />} onClick={open}>
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
              { value: EVERYBODY, label: t(hours > 0 ? "floor.everybody_also_away" : "floor.everybody") },
              ...[...teams].map(([value, label]) => ({ value, label })),
            ]}
            onChange={setTeam}
          />
          <label className={styles["label"]} htmlFor={`${field}-stands`}>
            {t("notices.stands")}
          </label>
          <Select
            id={`${field}-stands`}
            value={hours}
            options={STANDS_H.map((value) => ({ value, label: t(`notices.hours.${value}`) }))}
            onChange={setHours}
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
        <CurrentNotices />
      </Modal>
    </>
  );
}
