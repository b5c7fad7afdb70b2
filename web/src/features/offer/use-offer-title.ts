/** Who calls, or what a colleague asks for, in one line. */
import { useTranslation } from "react-i18next";
import type { Offer } from "@/shared/live/entities";

export function useOfferTitle({ customer, purpose, invited_by }: Offer): string {
  const { t } = useTranslation();
  const who = customer.name || customer.number || t("customer.unknown");
  if (purpose === "queue") return t("offer.ringing", { who });
  return t(`offer.asked.${purpose}`, { who, from: invited_by?.name ?? "" });
}
