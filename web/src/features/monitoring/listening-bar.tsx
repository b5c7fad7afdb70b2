/** While a supervisor is at a call: whose it is, who hears what, and the ways further in and out. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import {
  joinMonitoredCall,
  setMonitoringMode,
  stopMonitoring,
  takeOverMonitoredCall,
} from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Listening } from "@/shared/live/floor-entities";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Icon } from "@/shared/ui/icon";
import { oneClick } from "@/shared/ui/one-click";
import styles from "./monitoring.module.css";

const ACTS = {
  listen: () => setMonitoringMode({ body: { mode: "listen" } }),
  coach: () => setMonitoringMode({ body: { mode: "coach" } }),
  join: () => joinMonitoredCall(),
  take_over: () => takeOverMonitoredCall(),
  leave: () => stopMonitoring(),
};
const ENDS: ReadonlySet<keyof typeof ACTS> = new Set(["join", "take_over", "leave"]);
const TELL_S = 8;

/** Says that it is over unless the supervisor wished that, so that nobody listens on to nothing. */
function useWordAtTheEnd(listening: Listening | undefined): { wish: () => void } {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const last = useRef(listening);
  const isWished = useRef(false);
  useEffect(() => {
    const before = last.current;
    last.current = listening;
    if (listening || !before) return;
    if (!isWished.current) {
      const text = t(before.is_up ? "monitoring.over" : "monitoring.not_begun", {
        agent: before.agent_name,
      });
      void message.info(text, TELL_S);
    }
    isWished.current = false;
  }, [listening, message, t]);
  const wish = useCallback(() => {
    isWished.current = true;
  }, []);
  return { wish };
}

export function ListeningBar() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const listening = useEntities("listening")["me"];
  const end = useWordAtTheEnd(listening);
  const act = useMutation({
    mutationFn: (name: keyof typeof ACTS) => answered<unknown>(ACTS[name]()),
    onMutate: (name) => ENDS.has(name) && end.wish(),
    onError: (error) => void message.error(explain(error)),
  });
  if (!listening) return null;
  const { agent_name: agent, mode, is_up: isUp } = listening;
  const customer = listening.customer_name || listening.customer_number || t("customer.unknown");
  return (
    <section className={styles["bar"]} aria-label={t("monitoring.title")}>
      <p className={styles["what"]} role="status">
        <Icon name="ear" />
        <span>
          <strong>{t(isUp ? `monitoring.now_${mode}` : "monitoring.calling", { agent, customer })}</strong>{" "}
          <ElapsedTime since={listening.since} />
          <small className={styles["who"]}>{isUp && t(`monitoring.means_${mode}`)}</small>
        </span>
      </p>
      <div className={styles["acts"]}>
        {isUp && (
          <>
            <Button onClick={oneClick(() => act.mutate(mode === "listen" ? "coach" : "listen"))}>
              {t(mode === "listen" ? "monitoring.coach" : "monitoring.only_listen")}
            </Button>
            <Button onClick={oneClick(() => act.mutate("join"))}>{t("monitoring.join")}</Button>
            <Popconfirm
              title={t("monitoring.take_over_sure", { agent })}
              okText={t("monitoring.take_over")}
              cancelText={t("form.cancel")}
              onConfirm={() => act.mutate("take_over")}
            >
              <Button>{t("monitoring.take_over")}</Button>
            </Popconfirm>
          </>
        )}
        <Button type="primary" onClick={oneClick(() => act.mutate("leave"))}>
          {t("monitoring.leave")}
        </Button>
      </div>
    </section>
  );
}
