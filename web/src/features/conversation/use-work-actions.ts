/** What an agent may ask of the server about an interaction in hand. */
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { answered } from "@/shared/api/client";
import {
  finishWrapUp,
  hangUpInteraction,
  holdInteraction,
  resumeInteraction,
  sendDigits,
} from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";

export function useWorkActions(interactionId: string) {
  const { message } = App.useApp();
  const path = { interaction_id: interactionId };
  const onError = (error: unknown) => void message.error(explain(error));
  return {
    hold: useMutation({ mutationFn: () => answered(holdInteraction({ path })), onError }),
    resume: useMutation({ mutationFn: () => answered(resumeInteraction({ path })), onError }),
    hangUp: useMutation({ mutationFn: () => answered(hangUpInteraction({ path })), onError }),
    // Of a call about which there is nothing to write.
    finish: useMutation({
      mutationFn: () => answered(finishWrapUp({ path, body: { disposition_id: null, note: "" } })),
      onError,
    }),
    // One after another: side by side they could overtake each other.
    digits: useMutation({
      scope: { id: `digits of ${interactionId}` },
      mutationFn: (digits: string) => answered(sendDigits({ path, body: { digits } })),
      onError,
    }),
  };
}
