/** Which microphone and loudspeaker a call uses: chosen once, remembered in this browser. */

export type DeviceKind = "microphone" | "speaker";

export interface Device {
  id: string;
  label: string;
}

export type Devices = Record<DeviceKind, Device[]>;

const KEY: Record<DeviceKind, string> = {
  microphone: "antiphon.microphone",
  speaker: "antiphon.speaker",
};

/** The chosen device's id; empty for whatever the system takes. */
export function chosenDevice(kind: DeviceKind): string {
  return localStorage.getItem(KEY[kind]) ?? "";
}

export function rememberDevice(kind: DeviceKind, id: string): void {
  localStorage.setItem(KEY[kind], id);
}

/** What is plugged in. Browsers tell the names only once the microphone was allowed. */
export async function listDevices(): Promise<Devices> {
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind: MediaDeviceKind) =>
    found
      // The browser lists the system's choice once more under names of its own.
      .filter((one) => one.kind === kind && one.deviceId !== "default" && one.deviceId !== "communications")
      .map((one) => ({ id: one.deviceId, label: one.label }));
  return { microphone: of("audioinput"), speaker: of("audiooutput") };
}

/** Play an element's sound where it was chosen to be; a device that is gone leaves the system's. */
export async function toChosenSpeaker(element: HTMLAudioElement): Promise<void> {
  if (!("setSinkId" in element)) return;
  await element.setSinkId(chosenDevice("speaker")).catch(() => undefined);
}
