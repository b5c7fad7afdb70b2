/** What the page shows of the softphone. Written by `Softphone` only. */
import { create } from "zustand";
import type { MicrophoneState } from "./microphone";
import type { MissingSide } from "./one-way";
import type { Quality } from "./quality";

export type LineState = "off" | "elsewhere" | "connecting" | "registered" | "lost" | "refused";
export type CallPhase = "waiting" | "answering" | "up";

export interface PhoneCall {
  interactionId: string | null;
  monitorId?: string | null;
  offerId: string | null;
  phase: CallPhase;
}

interface PhonePicture {
  line: LineState;
  microphone: MicrophoneState;
  call: PhoneCall | null;
  isMuted: boolean;
  volume: number;
  quality: Quality | null;
  /** Who is not heard at all in the conversation, if anybody. */
  missing: MissingSide | null;
}

const VOLUME = "antiphon.volume";

function rememberedVolume(): number {
  const stored = Number.parseFloat(localStorage.getItem(VOLUME) ?? "");
  return stored >= 0 && stored <= 1 ? stored : 1;
}

export const usePhoneStore = create<PhonePicture>(() => ({
  line: "off",
  microphone: "unknown",
  call: null,
  isMuted: false,
  volume: rememberedVolume(),
  quality: null,
  missing: null,
}));

export function rememberVolume(volume: number): void {
  localStorage.setItem(VOLUME, String(volume));
}
