/** The signed-in agent's state: shows it, how long it has lasted, and the changes allowed from it. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changeOwnPresence } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { PresenceChoice } from "@/shared/live/entities";
import { useMe } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { Icon, type IconName } from "@/shared/ui/icon";
import { useReasonName } from "@/shared/ui/reason-name";
import { useAwaited } from "@/shared/ui/use-awaited";
import styles from "./agent-state-menu.module.css";

const ICONS: Record<PresenceChoice["presence"], IconName> = {
  ready: "check",
  not_ready: "pause",
  blocked: "warning",
  offline: "power",
};

export function AgentStateMenu() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const me = useMe();
  const reasonName = useReasonName();
  const change = useMutation({
    mutationFn: ({ presence, reason_id }: PresenceChoice) =>
      answered(changeOwnPresence({ body: { presence, reason_id } })),
    onError: (error) => void message.error(explain(error)),
  });
  const isAwaited = useAwaited(change, `${me?.presence} ${me?.reason_id}`);
  if (!me) return null;

  const label = (choice: PresenceChoice) =>
    choice.presence === "not_ready"
      ? reasonName(choice.reason_id, choice.name) || t("agent_state.not_ready")
      : t(`presence.${choice.presence}`);
  const reason =
    me.state === "not_ready" || me.state === "blocked"
      ? reasonName(me.reason_id, me.reason_name ?? null)
      : "";
  // While work is in hand the state shows the work; what comes after it is the chosen presence.
  const isBusy = me.state === "offered" || me.state === "handling" || me.state === "wrap_up";
  const items = me.choices.map((choice, index) => ({
    key: String(index),
    icon: <Icon name={ICONS[choice.presence]} size={17} />,
    label: label(choice),
    onClick: () => change.mutate(choice),
  }));

  return (
    <Dropdown
      menu={{ items }}
      autoFocus
      trigger={["click"]}
      disabled={items.length === 0}
      placement="bottomRight"
    >
      <Button className={styles["state"] ?? ""} loading={isAwaited} aria-haspopup="menu">
        <span className="unseen">{t("agent_state.mine")}</span>
        <AgentStateTag state={me.state} />
        {reason && <span className={styles["reason"]}>{reason}</span>}
        {isBusy && me.presence !== "ready" && (
          <span className={styles["reason"]}>
            {t("agent_state.then", { state: t(`presence.${me.presence}`) })}
          </span>
        )}
        <ElapsedTime since={me.since} className={styles["time"] ?? ""} />
        <span className={styles["opens"]}>
          <Icon name="chevron" size={16} />
        </span>
      </Button>
    </Dropdown>
  );
}
