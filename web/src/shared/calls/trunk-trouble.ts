/** Why a trunk carries no calls, and what to do, in the reader's language. */
import i18next from "i18next";
import { serverText } from "@/shared/i18n/server-text";
import type { TrunkTrouble } from "@/shared/live/floor-entities";

export function troubleText({ reason, status, said }: TrunkTrouble): string {
  const ofStatus = `trunk_trouble.status_${status}`;
  const key = status && i18next.exists(ofStatus) ? ofStatus : `trunk_trouble.${reason}`;
  const text = serverText(key, { status });
  return said ? i18next.t("trunk_trouble.said", { text, said }) : text;
}
