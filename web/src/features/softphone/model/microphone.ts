/** The microphone: asked for early, so that the browser's question never costs a caller time. */

export type MicrophoneState = "unknown" | "asking" | "granted" | "refused" | "missing" | "insecure";

const WANTED: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: false,
};

export async function openMicrophone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia(WANTED);
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
