/** Which arriving call may be answered without asking: policy in `mayAnswer`. Pure. */
import type { Offer, Work } from "@/shared/live/entities";
import type { EntityMap } from "@/shared/live/entity-map";
import type { Listening } from "@/shared/live/floor-entities";

export interface ArrivingCall {
  offerId: string | null;
  interactionId: string | null;
  /** Set when a supervisor asked to listen to a call: this is its sound. */
  monitorId?: string | null;
}

export interface DeskPicture {
  /** Offers accepted on this page: the server may ring before the live picture says so. */
  acceptedOffers: ReadonlySet<string>;
  work: EntityMap<"work">;
  listening?: Listening | undefined;
}

function needsAudio(work: Work): boolean {
  return work.channel === "voice" && work.state !== "wrap_up";
}

/** Work in hand that has a voice but, as far as the server knows, may have lost our end of it. */
export function findWorkWithAudio(work: EntityMap<"work">): Work | undefined {
  return Object.values(work).find(needsAudio);
}

/** The interaction whose sound may be asked for: in hand, listened to, or one the agent agreed to come into. */
export function findMissingAudio(picture: DeskPicture & { offer: EntityMap<"offer"> }): string | undefined {
  const work = findWorkWithAudio(picture.work);
  if (work) return work.actions.includes("recover_audio") ? work.id : undefined;
  if (picture.listening) return picture.listening.interaction_id;
  const asked = ({ id, purpose }: Offer) => purpose !== "queue" && picture.acceptedOffers.has(id);
  return Object.values(picture.offer).find(asked)?.interaction_id;
}

/** Whether the server wants this call's sound in the page now. */
export function isCarried(call: ArrivingCall, picture: Pick<DeskPicture, "work" | "listening">): boolean {
  if (call.monitorId && picture.listening?.monitor_id === call.monitorId) return true;
  // Whoever joins the call, or takes it over, goes on with the leg on which they listened.
  const work = picture.work[call.interactionId ?? ""];
  return work !== undefined && needsAudio(work);
}

/**
 * The agent agrees to a call by accepting its offer, once. After that any call for the same
 * interaction is its audio coming (back), and is taken without a second question.
 */
export function mayAnswer(call: ArrivingCall, picture: DeskPicture): boolean {
  if (call.offerId !== null && picture.acceptedOffers.has(call.offerId)) return true;
  if (call.monitorId) return picture.listening?.monitor_id === call.monitorId;
  if (call.interactionId !== null) {
    const work = picture.work[call.interactionId];
    return work !== undefined && needsAudio(work);
  }
  return call.offerId === null && findWorkWithAudio(picture.work) !== undefined;
}
