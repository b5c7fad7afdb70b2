/** Ways into the conversation of an agent: to listen, or to coach the agent. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { startMonitoring } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { InHand } from "@/shared/live/floor-entities";
import { useEntities, useMe } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import styles from "./monitoring.module.css";

const IN_TALK: ReadonlySet<string> = new Set(["talking", "held", "suspended"]);

const WHY_NOT = {
  "monitor.no_agent": "problem.monitor_no_agent",
  "monitor.no_phone": "problem.monitor_no_phone",
  "monitor.ready": "problem.monitor_ready",
} as const;

export function ListenButtons({ item }: { item: InHand }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const listening = useEntities("listening")["me"];
  const start = useMutation({
    mutationFn: (mode: "listen" | "coach") =>
      answered(startMonitoring({ path: { interaction_id: item.id }, body: { mode } })),
    onError: (error) => void message.error(explain(error)),
  });
  const me = useMe();
  const hint = useId();
  const obstacle = me ? me.why_not_listen : "monitor.no_agent";
  if (item.channel !== "voice" || !IN_TALK.has(item.state) || listening) return null;
  return (
    <>
      <Button
        disabled={obstacle !== null}
        aria-describedby={hint}
        icon={<Icon name="ear" size={18} />}
        loading={start.isPending && start.variables === "listen"}
        onClick={() => start.mutate("listen")}
      >
        {t("monitoring.listen")}
      </Button>
      <Button
        disabled={obstacle !== null}
        aria-describedby={hint}
        loading={start.isPending && start.variables === "coach"}
        onClick={() => start.mutate("coach")}
      >
        {t("monitoring.coach")}
      </Button>
      <small id={hint} className={styles["why"]}>
        {obstacle && t(WHY_NOT[obstacle])}
      </small>
    </>
  );
}
