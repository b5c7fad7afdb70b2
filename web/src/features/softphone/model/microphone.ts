/** The microphone: asked for early, so that the browser's question never costs a caller time. */
import { chosenDevice } from "./devices";

export type MicrophoneState = "unknown" | "asking" | "granted" | "refused" | "missing" | "insecure";

/** Open the chosen microphone; one that was unplugged leaves the system's. */
export async function openMicrophone(): Promise<MediaStream> {
  const chosen = chosenDevice("microphone");
  return navigator.mediaDevices.getUserMedia({
    audio: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(chosen && { deviceId: { ideal: chosen } }),
    },
    video: false,
  });
}

export function closeStream(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export function stateFromError(error: unknown): MicrophoneState {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "refused";
}

/** Ask once and let go at once: afterwards the permission stands and the lamp is off. */
export async function askForMicrophone(): Promise<MicrophoneState> {
  if (!navigator.mediaDevices) return "insecure";
  try {
    closeStream(await openMicrophone());
    return "granted";
  } catch (error) {
    return stateFromError(error);
  }
}
