/** Reasons and changes as sentences. */
import type { TFunction } from "i18next";
import type { ExplainWaitingResponse } from "@/shared/api/generated/types.gen";
import { nameOfLanguage } from "@/shared/i18n/languages";

export type Obstacle = ExplainWaitingResponse["agents"][number]["obstacles"][number];

function parts(one: Obstacle) {
  const isLanguage = one.reason === "language_missing";
  const subject = one.subject?.name ?? "";
  return {
    subject: isLanguage ? nameOfLanguage(subject) : subject,
    has: one.has ?? 0,
    needs: one.needs ?? 1,
    count: one.has ?? 1,
    agent: one.agent?.name ?? "",
  };
}

export function sayReason(t: TFunction, one: Obstacle): string {
  return t(`why.reason.${one.reason}` as "why.reason.others_before", parts(one));
}

export function sayChange(t: TFunction, one: Obstacle): string | null {
  return one.change ? t(`why.change.${one.change}` as "why.change.add_queue", parts(one)) : null;
}

/** The same change on the button that makes it. */
export function sayAct(t: TFunction, one: Obstacle): string {
  switch (one.change) {
    case "become_ready":
    case "release_agent":
    case "offer_by_hand":
      return t(`why.act.${one.change}`);
    default:
      return sayChange(t, one) ?? "";
  }
}
