/** How a call that we placed goes, and why nobody was reached, in plain words. */
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { Notice } from "@/shared/ui/notice";

// What ends a call of ours before anybody talked; other reasons are a fault of the line.
const KNOWN = [
  ...(["busy", "no_answer", "declined", "unreachable", "number_unknown", "congestion"] as const),
  ...(["cancelled", "agent_left", "own_phone", "no_trunk", "while_unavailable"] as const),
];
type Known = (typeof KNOWN)[number];

const isKnown = (reason: string): reason is Known => KNOWN.some((known) => known === reason);

function reasonKey(reason: string) {
  if (isKnown(reason)) return `dialling.ended.${reason}` as const;
  return reason.startsWith("dial.") ? "dialling.ended.not_allowed" : "dialling.ended.failed";
}

export function OutgoingNotice({ work }: { work: Work }) {
  const { t } = useTranslation();
  if (work.direction === "internal") return <ColleagueNotice work={work} />;
  if (work.direction !== "outbound" || work.connected_at !== null) return null;
  if (work.state === "connecting") return <Notice tone="info">{t("dialling.own_phone_rings")}</Notice>;
  if (work.state !== "wrap_up" || work.end_reason === null) return null;
  return <Notice tone="pause">{t(reasonKey(work.end_reason))}</Notice>;
}

const OF_COLLEAGUES = [
  ...(["busy", "no_answer", "declined", "unreachable", "offline"] as const),
  ...(["cancelled", "agent_left", "own_phone"] as const),
];

function ColleagueNotice({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { name } = work.customer;
  if (work.state === "connecting")
    return <Notice tone="info">{t("colleagues.own_phone_rings", { name })}</Notice>;
  if (work.state !== "wrap_up" || work.connected_at !== null) return null;
  const reason = OF_COLLEAGUES.find((one) => one === work.end_reason) ?? "failed";
  return <Notice tone="pause">{t(`colleagues.ended.${reason}`, { name })}</Notice>;
}
