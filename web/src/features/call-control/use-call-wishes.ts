/** What an agent may wish for the call in hand: to pass it on, to ask somebody in, to let go. */
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import {
  addParty,
  cancelConsult,
  completeConsult,
  leaveConversation,
  mergeConsult,
  muteParty,
  parkInteraction,
  removeParty,
  sendToFlow,
  startConsult,
  takeBackFromFlow,
  toggleConsult,
  transferInteraction,
} from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { placeText } from "@/shared/calls/parking-place";
import type { Work } from "@/shared/live/entities";
import type { Passing, Target } from "./model/passing";

export function useCallWishes({ id: interactionId, place }: Pick<Work, "id" | "place">) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const path = { interaction_id: interactionId };
  const other = place === "consult" ? "customer" : "consulted";
  const onError = (error: unknown) => void message.error(explain(error));
  const pass: Record<Exclude<Passing, "flow">, typeof transferInteraction> = {
    transfer: transferInteraction,
    consult: startConsult,
    conference: addParty,
  };
  return {
    pass: useMutation({
      mutationFn: ({ passing, target }: { passing: Exclude<Passing, "flow">; target: Target }) =>
        answered(pass[passing]({ path, body: { target } })),
      onError,
    }),
    send: useMutation({
      mutationFn: ({ flow, stays }: { flow: string; stays: boolean }) =>
        answered(sendToFlow({ path, body: { flow_id: flow, stays } })),
      onError,
    }),
    park: useMutation({
      mutationFn: () => answered(parkInteraction({ path })),
      onSuccess: (parked) => {
        if (parked.place === null) return;
        const where = placeText(parked.place, parked.name);
        void message.success(t("parking.parked_at", { place: where }), 6);
      },
      onError,
    }),
    take_back: useMutation({ mutationFn: () => answered(takeBackFromFlow({ path })), onError }),
    // By its side, so that a wish that comes twice does not lead back.
    toggle_consult: useMutation({
      mutationFn: () => answered(toggleConsult({ path, body: { side: other } })),
      onError,
    }),
    merge_consult: useMutation({ mutationFn: () => answered(mergeConsult({ path })), onError }),
    complete_consult: useMutation({ mutationFn: () => answered(completeConsult({ path })), onError }),
    cancel_consult: useMutation({ mutationFn: () => answered(cancelConsult({ path })), onError }),
    leave: useMutation({ mutationFn: () => answered(leaveConversation({ path })), onError }),
  };
}

/** What may be wished about one of those in the call. */
export function usePartyWishes(interactionId: string, partyId: string) {
  const { message } = App.useApp();
  const path = { interaction_id: interactionId, party_id: partyId };
  const onError = (error: unknown) => void message.error(explain(error));
  return {
    mute: useMutation({
      mutationFn: (is_muted: boolean) => answered(muteParty({ path, body: { is_muted } })),
      onError,
    }),
    remove: useMutation({ mutationFn: () => answered(removeParty({ path })), onError }),
  };
}

export type CallWishes = ReturnType<typeof useCallWishes>;
