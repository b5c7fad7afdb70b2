/** What the desk says while nothing is in hand: whether calls come, and if not, why and what to do. */
import { useTranslation } from "react-i18next";
import { useHasSnapshot, useMe } from "@/shared/live/use-live";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import { useReasonName } from "@/shared/ui/reason-name";

export function IdlePanel() {
  const { t } = useTranslation();
  const me = useMe();
  const isKnown = useHasSnapshot();
  const reasonName = useReasonName();
  if (!isKnown)
    return (
      <Panel title={t("desk.now")}>
        <EmptyHint title={t("page.loading")} />
      </Panel>
    );
  const mayBeReady = me?.choices.some(({ presence }) => presence === "ready");
  const reason = me && me.state !== "offline" ? reasonName(me.reason_id, me.reason_name ?? null) : "";
  const paused = mayBeReady ? "desk.idle_not_ready" : "desk.idle_blocked";
  const hint = !me ? "desk.no_agent" : me.state === "ready" ? "desk.idle_ready" : paused;
  const title = !me ? "desk.no_agent_title" : me.state === "ready" ? "desk.waiting" : "desk.paused";
  return (
    <Panel title={t("desk.now")}>
      <EmptyHint title={t(title)}>
        {me?.state !== "ready" && reason && <p>{t("desk.reason", { reason })}</p>}
        <p>{t(hint)}</p>
      </EmptyHint>
    </Panel>
  );
}
