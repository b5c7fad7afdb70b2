/** Where the customer is in the flow that the agent waits for. */
import { useTranslation } from "react-i18next";
import type { Visit } from "@/shared/live/entities";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { Notice } from "@/shared/ui/notice";

const KNOWN = ["say", "menu", "digits", "voicemail"];

export function VisitNotice({ visit }: { visit: Visit }) {
  const { t } = useTranslation();
  const kind = KNOWN.includes(visit.kind) ? visit.kind : "say";
  return (
    <Notice tone="info" icon="keypad">
      <strong>{t("call_control.in_flow", { name: visit.flow_name })}</strong>{" "}
      <ElapsedTime since={visit.since} />
      <div>
        {t(`call_control.flow_step.${kind as "say" | "menu" | "digits" | "voicemail"}`)}
        {visit.asks && `: ${visit.asks}`}
      </div>
      {visit.is_secret && <div>{t("call_control.flow_secret")}</div>}
    </Notice>
  );
}
