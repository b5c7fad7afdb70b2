/** Whether agents are told who listens to them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getMonitoringPolicy, saveMonitoringPolicy } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Panel } from "@/shared/ui/panel";
import styles from "./monitoring.module.css";

const KEY = ["monitoring", "policy"];

export function MonitoringPolicyPanel() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const policy = useQuery({ queryKey: KEY, queryFn: () => answered(getMonitoringPolicy()) });
  const save = useMutation({
    mutationFn: (tells_agents: boolean) => answered(saveMonitoringPolicy({ body: { tells_agents } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
    onError: (error) => void message.error(explain(error)),
  });
  if (!policy.data) return null;
  return (
    <Panel title={t("monitoring_policy.title")}>
      <label className={styles["policy"]} htmlFor="tells-agents">
        <Switch
          id="tells-agents"
          checked={policy.data.tells_agents}
          loading={save.isPending}
          onChange={(isOn) => save.mutate(isOn)}
        />
        <span>{t("monitoring_policy.tells_agents")}</span>
      </label>
      <p className={styles["hint"]}>{t("monitoring_policy.hint")}</p>
    </Panel>
  );
}
