/** Calling somebody from the page, and whether one may just now. */
import { useMutation } from "@tanstack/react-query";
import { answered } from "@/shared/api/client";
import { placeCall } from "@/shared/api/generated/sdk.gen";
import type { NewCall } from "@/shared/api/generated/types.gen";
import { useEntities, useMe } from "@/shared/live/use-live";
import { may, useSession } from "@/shared/session/session";

/** Why no call can be placed now, as the last part of a text's key; null when one can. */
export type WhyNot = "offline" | "busy" | "phone_away";

/** Undefined for people who call nobody outside: to them nothing of it is shown. */
export function useWhyNoCall(): WhyNot | null | undefined {
  const isCaller = may(useSession(), "telephony.call.place");
  const whyNot = useWhyNotFree();
  return isCaller ? whyNot : undefined;
}

/** The same of calls inside the house; undefined for people who take no calls. */
export function useWhyNotFree(): WhyNot | null | undefined {
  const me = useMe();
  const inHand = Object.keys(useEntities("work")).length + Object.keys(useEntities("offer")).length;
  if (!me) return undefined;
  if (me.presence === "offline") return "offline";
  if (inHand > 0) return "busy";
  return me.phone.is_reachable ? null : "phone_away";
}

export function usePlaceCall() {
  return useMutation({ mutationFn: (body: NewCall) => answered(placeCall({ body })) });
}
